"""What buyers and guests hold in their hands: tickets as PDF, calendar files, mails.

Everything here is made from the plain values of `facts`; nothing here reads or writes the database, and nothing sends.
"""
