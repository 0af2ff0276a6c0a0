"""Sample data: made-up organizers, events and people, and a history of their sales.

Everything is written through the services, with a `now` that lies in the past; the mails that this queues are dropped.
What is chosen by chance is the same in each loading, relative to its day; only secrets (codes, tokens) differ.

    plans                what an organizer, an event, a ticket type is described by
    organizers, events_* the descriptions
    people, pictures     who buys, and what is shown
    logins               who can log in
    build                descriptions into rows
    history              orders, payments, refunds and admissions
    visits, console      times to come at, and what waits for a member
    loading              all of it, in order, over two processes
"""
