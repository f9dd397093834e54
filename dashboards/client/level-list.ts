import type { ListData } from "../list-data.js";

/**
 * Runs in the reader's browser: filters, sorts and pages the rows that stand in the page as JSON. Without it the page
 * shows the first rows as plain HTML. Everything is set as text, never as markup; nothing is asked from anywhere.
 */

type SortKey = "level" | "score" | "inherent" | "conduct" | "since" | "id";

interface State {
  query: string;
  region: string;
  sector: string;
  levels: Set<string>;
  sort: SortKey;
  isReversed: boolean;
  page: number;
}

const byId = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
const data = JSON.parse(byId("rows").textContent ?? "{}") as ListData;
const count = data.id.length;
const haystack = data.name.map((name, row) => `${name}\n${data.id[row]}`.toLowerCase());
const state: State = {
  query: "",
  region: "",
  sector: "",
  levels: new Set(),
  sort: "level",
  isReversed: false,
  page: 1,
};

const placeOf = (row: number): number => data.level.charCodeAt(row) - 48;
const levelAt = (row: number): ListData["levels"][number] | undefined => data.levels[placeOf(row)];

/** Numbers to sort by, made when a column is first sorted; what is missing sorts last either way. */
const sortValues = new Map<SortKey, Float64Array>();

function valuesOf(key: SortKey): Float64Array {
  const known = sortValues.get(key);
  if (known) return known;
  const values = new Float64Array(count);
  if (key === "id") {
    const order = [...data.id.keys()].sort((a, b) => ((data.id[a] ?? "") < (data.id[b] ?? "") ? -1 : 1));
    order.forEach((row, position) => {
      values[row] = position;
    });
  } else if (key === "since") {
    const days = data.sinces.map((each) => (each ? Date.parse(each) : Number.NaN));
    for (let row = 0; row < count; row++) values[row] = days[data.since[row] ?? 0] ?? Number.NaN;
  } else if (key !== "level") {
    const column = data[key];
    for (let row = 0; row < count; row++) {
      const value = column[row];
      values[row] = value === null || value === undefined ? Number.NaN : Number(value);
    }
  } else
    for (let row = 0; row < count; row++) {
      values[row] = levelAt(row)?.code === "insufficient_data" ? Number.NaN : row;
    }
  sortValues.set(key, values);
  return values;
}

/** Whether the smallest stands first. Levels, scores and points start with the worst, days with the latest, codes with the smallest. */
function isAscending(): boolean {
  const { sort, isReversed } = state;
  const starts = sort === "level" || sort === "id" || (sort !== "since" && data.isLowerWorse);
  return starts !== isReversed;
}

/** The order of the rows in words. */
function orderWords(): string {
  const { worst, best, largest, smallest, latest, earliest, mixed, unscored } = data.orders;
  if (state.sort === "level") return isAscending() ? worst : best;
  const [rising, falling] = state.sort === "since" ? [earliest, latest] : [smallest, largest];
  const head = byId("list").querySelector(`th[data-sort=${state.sort}]`);
  const more = { score: unscored + mixed, inherent: unscored, conduct: unscored, since: "", id: "" }[
    state.sort
  ];
  return (isAscending() ? rising : falling).replace("{column}", head?.textContent ?? "") + more;
}

/** The rows that match the filters, in the order asked for; ties keep the order of the list. */
function matching(): Int32Array {
  const found = new Int32Array(count);
  const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  const region = state.region === "" ? -1 : Number(state.region);
  const sector = state.sector === "" ? -1 : Number(state.sector);
  const wanted = data.levels.map((level) => state.levels.size === 0 || state.levels.has(level.code));
  let size = 0;
  for (let row = 0; row < count; row++) {
    if (region >= 0 && data.region[row] !== region) continue;
    if (sector >= 0 && data.sector[row] !== sector) continue;
    if (!wanted[placeOf(row)]) continue;
    const text = haystack[row] ?? "";
    if (words.every((word) => text.includes(word))) found[size++] = row;
  }
  const rows = found.subarray(0, size);
  if (state.sort === "level" && !state.isReversed) return rows;
  const values = valuesOf(state.sort);
  const sign = isAscending() ? 1 : -1;
  return rows.sort((a, b) => {
    const left = values[a] ?? Number.NaN;
    const right = values[b] ?? Number.NaN;
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
    return sign * (left - right) || a - b;
  });
}

/** Class and, for a narrow screen, head of each cell: as the rows that stand in the page have them. */
const looks = [...document.querySelectorAll<HTMLElement>("#list tbody tr:first-child > *")].map(
  ({ className, dataset }) => ({ className, head: dataset.h }),
);

function drawRow(row: number): HTMLTableRowElement {
  const line = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  const card = data.card[row];
  const id = data.id[row] ?? "";
  if (card === null || card === undefined) name.textContent = data.name[row] ?? "";
  else {
    const anchor = document.createElement("a");
    anchor.href = `scorecard/${card}.html#e-${encodeURIComponent(id)}`;
    anchor.textContent = data.name[row] ?? "";
    name.append(anchor);
  }
  const code = document.createElement("span");
  code.className = "printed";
  code.textContent = id;
  name.append(code);
  const look = levelAt(row);
  const level = document.createElement("td");
  const label = document.createElement("span");
  label.className = "ll";
  const square = document.createElement("span");
  square.className = `lv ${look?.css ?? ""}`;
  square.setAttribute("aria-hidden", "true");
  square.textContent = look?.letter ?? "";
  label.append(square, ` ${look?.name ?? ""}`);
  level.append(label);
  const texts = [
    id,
    data.regions[data.region[row] ?? 0] ?? "",
    data.sectors[data.sector[row] ?? 0] ?? "",
    ...[data.score[row], data.inherent[row], data.conduct[row]].map((each) => each ?? "—"),
    data.sinces[data.since[row] ?? 0] || "—",
    data.reasons[data.reason[row] ?? 0] || "—",
  ];
  const cells = texts.map((text) => {
    const cell = document.createElement("td");
    cell.textContent = text;
    return cell;
  });
  [level, name, ...cells].forEach((cell, at) => {
    cell.className = looks[at]?.className ?? "";
    if (looks[at]?.head) cell.dataset.h = looks[at].head;
    line.append(cell);
  });
  return line;
}

function fill(pattern: string, values: Readonly<Record<string, number | string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => (values[name] ?? 0).toLocaleString("en-US"));
}

function writeAddress(): void {
  const parts = new URLSearchParams();
  if (state.query) parts.set("q", state.query);
  if (state.region) parts.set("region", data.regions[Number(state.region)] ?? "");
  if (state.sector) parts.set("sector", data.sectors[Number(state.sector)] ?? "");
  if (state.levels.size) parts.set("level", [...state.levels].join(","));
  if (state.sort !== "level" || state.isReversed)
    parts.set("sort", `${state.isReversed ? "-" : ""}${state.sort}`);
  if (state.page > 1) parts.set("page", String(state.page));
  const text = parts.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function draw(): void {
  const rows = matching();
  const pages = Math.max(1, Math.ceil(rows.length / data.pageSize));
  state.page = Math.min(Math.max(1, state.page), pages);
  const start = (state.page - 1) * data.pageSize;
  const body = byId("list").querySelector("tbody") as HTMLElement;
  body.replaceChildren(...[...rows.subarray(start, start + data.pageSize)].map(drawRow));
  const [from, to] = [start + 1, Math.min(rows.length, start + data.pageSize)];
  const numbers = {
    all: count,
    found: rows.length,
    // A page that holds one enterprise names its one place.
    places: from === to ? from : fill("{from}–{to}", { from, to }),
    page: state.page,
    pages,
  };
  const { shown, printed, printedMatch, none } = data.words;
  byId("shown").textContent = rows.length ? fill(shown, numbers) : none;
  byId("printed").textContent = rows.length
    ? fill(rows.length < count ? printedMatch : printed, numbers)
    : none;
  for (const [id, page, isUseless] of [
    ["first", 1, state.page === 1],
    ["previous", state.page - 1, state.page === 1],
    ["next", state.page + 1, state.page === pages],
    ["last", pages, state.page === pages],
  ] as const) {
    const button = byId<HTMLButtonElement>(id);
    button.disabled = isUseless;
    button.dataset.page = String(page);
  }
  for (const head of byId("list").querySelectorAll<HTMLElement>("th[data-sort]")) {
    if (head.dataset.sort !== state.sort) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", isAscending() ? "ascending" : "descending");
  }
  byId("order").textContent = orderWords();
}

function update(change: Partial<State>): void {
  Object.assign(state, { page: 1 }, change);
  draw();
  writeAddress();
}

/** Reads the part of the address after `#`: the overview links to one level, a reader may keep a filter as a bookmark. */
function readAddress(): void {
  const parts = new URLSearchParams(location.hash.slice(1));
  const position = (list: readonly string[], value: string | null): string => {
    const found = value === null ? -1 : list.indexOf(value);
    return found < 0 ? "" : String(found);
  };
  const sort = parts.get("sort") ?? "level";
  const key = sort.replace(/^-/, "") as SortKey;
  Object.assign(state, {
    query: parts.get("q") ?? "",
    region: position(data.regions, parts.get("region")),
    sector: position(data.sectors, parts.get("sector")),
    levels: new Set(
      (parts.get("level") ?? "")
        .split(",")
        .filter((code) => data.levels.some((level) => level.code === code)),
    ),
    sort: ["level", "score", "inherent", "conduct", "since", "id"].includes(key) ? key : "level",
    isReversed: sort.startsWith("-"),
    page: Number(parts.get("page")) || 1,
  });
  byId<HTMLInputElement>("query").value = state.query;
  byId<HTMLSelectElement>("region").value = state.region;
  byId<HTMLSelectElement>("sector").value = state.sector;
  for (const box of document.querySelectorAll<HTMLInputElement>("input[name=level]"))
    box.checked = state.levels.has(box.value);
  draw();
}

function options(id: string, names: readonly string[]): void {
  const list = byId<HTMLSelectElement>(id);
  for (const [position, name] of names.entries()) list.append(new Option(name, String(position)));
}

function start(): void {
  if (count === 0) return; // There is no table, and nothing to filter.
  options("region", data.regions);
  options("sector", data.sectors);
  let timer = 0;
  byId<HTMLInputElement>("query").addEventListener("input", (event) => {
    const query = (event.target as HTMLInputElement).value;
    clearTimeout(timer);
    timer = window.setTimeout(() => update({ query }), 120);
  });
  for (const key of ["region", "sector"] as const)
    byId<HTMLSelectElement>(key).addEventListener("change", (event) =>
      update({ [key]: (event.target as HTMLSelectElement).value }),
    );
  for (const box of document.querySelectorAll<HTMLInputElement>("input[name=level]"))
    box.addEventListener("change", () => {
      const chosen = document.querySelectorAll<HTMLInputElement>("input[name=level]:checked");
      update({ levels: new Set([...chosen].map((each) => each.value)) });
    });
  for (const head of byId("list").querySelectorAll<HTMLElement>("th[data-sort]")) {
    const key = head.dataset.sort as SortKey;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () =>
      update({ sort: key, isReversed: state.sort === key && !state.isReversed }),
    );
  }
  for (const id of ["first", "previous", "next", "last"])
    byId<HTMLButtonElement>(id).addEventListener("click", (event) =>
      update({ page: Number((event.currentTarget as HTMLElement).dataset.page) }),
    );
  for (const hidden of document.querySelectorAll<HTMLElement>("[data-needs-script]")) hidden.hidden = false;
  window.addEventListener("hashchange", readAddress);
  readAddress();
}

start();
