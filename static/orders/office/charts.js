// Draws a report's charts from the tables beside them. Without this the tables are open, and say the same.
const INKS = ["plot__ink-1", "plot__ink-2", "plot__line", "plot__words"];
const HEIGHT = 240;
const DAY = 86400;
// Plain English reads as British, as everywhere on our pages.
const language = (document.documentElement.lang || "en").replace(/^en$/, "en-GB");

// Colours as they come out in the theme that is on: a custom property alone does not say which half of it counts.
function inks(host) {
  return INKS.map((name) => {
    const probe = host.appendChild(document.createElement("span"));
    probe.className = name;
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  });
}

function columns(table, places) {
  const rows = [...table.tBodies[0].rows];
  const value = (row, place) => row.cells[place].dataset.value;
  const number = (text) => (text === "" ? null : Number(text));
  const first = rows.map((row) => value(row, 0));
  const isDay = first.some((text) => text.includes("-", 1));
  const across = first.map((text) => (isDay ? Date.parse(`${text}T00:00Z`) / 1000 : Number(text)));
  return { isDay, data: [across, ...places.map((place) => rows.map((row) => number(value(row, place))))] };
}

function formats(plot, isDay) {
  const decimals = Number(plot.dataset.decimals);
  const scale = 10 ** decimals;
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: decimals });
  const style = plot.dataset.step === "month" ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  const day = new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" });
  return {
    figure: (value) => (value === null ? "–" : figure.format(value / scale)),
    across: (value) => (isDay ? day.format(new Date(value * 1000)) : figure.format(Math.abs(value))),
  };
}

function draw(plot) {
  const table = document.getElementById(plot.dataset.table);
  const places = plot.dataset.series.split(",").map(Number);
  const { isDay, data } = columns(table, places);
  const { figure, across } = formats(plot, isDay);
  const [first, second, line, words] = inks(plot);
  const heads = table.tHead.rows[0].cells;
  const isBars = plot.dataset.plot === "bars";
  // Room for the first bar and the last one, half of each beyond its day.
  const step = data[0].length > 1 ? data[0][1] - data[0][0] : DAY;
  const axis = { stroke: words, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const options = {
    width: plot.clientWidth,
    height: HEIGHT,
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false, range: (_plot, low, high) => (isBars ? [low - step / 2, high + step / 2] : [low, high]) }, y: { range: (_plot, low, high) => [Math.min(0, low), Math.max(1, high) * 1.05] } },
    axes: [
      { ...axis, grid: { show: false }, space: 70, incrs: isDay ? [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY) : [1, 2, 5, 7, 14, 30, 60], values: (_plot, ticks) => ticks.map(across) },
      { ...axis, size: 64, values: (_plot, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? figure(tick) : "")) },
    ],
    series: [
      { label: heads[0].textContent, value: (_plot, value) => (value === null ? "–" : across(value)) },
      ...places.map((place, index) => ({
        label: heads[place].textContent,
        value: (_plot, value) => figure(value),
        stroke: index ? second : first,
        width: isBars ? 0 : 2,
        dash: index ? [6, 4] : undefined,
        fill: isBars ? (index ? second : first) : undefined,
        paths: isBars ? uPlot.paths.bars({ size: [0.7, 48], radius: 0.1 }) : undefined,
        points: { show: !isBars && data[0].length < 2 },
      })),
    ],
  };
  plot.replaceChildren();
  const chart = new uPlot(options, data, plot);
  // Until somebody points elsewhere, the figures below are the latest ones.
  chart.setLegend({ idx: data[1].findLastIndex((value) => value !== null) });
  return chart;
}

function show(plot) {
  plot.hidden = false;
  plot.parentElement.querySelector("details").open = false;
  let chart = draw(plot);
  const again = () => {
    chart.destroy();
    chart = draw(plot);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new ResizeObserver(() => chart.width !== plot.clientWidth && chart.setSize({ width: plot.clientWidth, height: HEIGHT })).observe(plot);
}

for (const plot of document.querySelectorAll("[data-plot]")) show(plot);
