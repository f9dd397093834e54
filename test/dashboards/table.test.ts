import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { evenDecimals } from "../../dashboards/format.js";
import { html } from "../../dashboards/html.js";
import { type Column, table } from "../../dashboards/table.js";

describe("numbers of one column have as many decimals each", () => {
  test("zeros are put on up to the one that shows most, and nothing is rounded", () => {
    expect(evenDecimals(["62.5", "60", "61.25", "—", ""])).toEqual(["62.50", "60.00", "61.25", "—", ""]);
    expect(evenDecimals(["7", "12"])).toEqual(["7", "12"]);
    expect(evenDecimals(["1,234.5", "−3", "+0.25", "0"])).toEqual(["1,234.50", "−3.00", "+0.25", "0.00"]);
    expect(evenDecimals(["2.4%", "100%", "5.5†", "3*"])).toEqual(["2.4%", "100.0%", "5.5†", "3.0*"]);
  });

  test("pairs and ranges go part by part", () => {
    expect(evenDecimals(["2 / 5.03", "3.5 / 11.8", "—"])).toEqual(["2.0 / 5.03", "3.5 / 11.80", "—"]);
    expect(evenDecimals(["0.6245–0.8391", "0.85–1"])).toEqual(["0.6245–0.8391", "0.8500–1.0000"]);
    expect(evenDecimals(["1–3", "2"])).toEqual(["1–3", "2"]);
  });

  test("words with a number in them, days and versions are no numbers", () => {
    const others = ["1，不作平衡", "0.5 人日", "2026-11-22", "1.2.3"];
    expect(evenDecimals([...others, "1.25"])).toEqual([...others, "1.25"]);
  });
});

describe("a table", () => {
  const cellsOf = (column: Partial<Column<string>>, rows: readonly string[], total?: string): string[] => {
    const shown = table<string>({
      caption: "c",
      empty: "—",
      columns: [
        { head: "h", isRowHead: true, cell: () => "name" },
        { head: "n", cell: (row) => row, ...column },
      ],
      rows,
      ...(total === undefined ? {} : { total: ["all", total] }),
    });
    return [...parseHTML(shown.html).document.querySelectorAll("td")].map((cell) => cell.innerHTML);
  };

  test("evens its columns of numbers, the total among them", () => {
    expect(cellsOf({ isNumeric: true }, ["62.5", "60"], "122.5")).toEqual(["62.5", "60.0", "122.5"]);
    expect(cellsOf({ isNumeric: true }, ["2.4%", "97.6%"], "100%")).toEqual(["2.4%", "97.6%", "100.0%"]);
    expect(cellsOf({ isNumeric: true }, ["1", "2"], "")).toEqual(["1", "2", ""]);
  });

  test("leaves words, numbers of different quantities and drawn cells as they are", () => {
    expect(cellsOf({}, ["62.5", "60"])).toEqual(["62.5", "60"]);
    expect(cellsOf({ isNumeric: true, isMixed: true }, ["0.05", "365"])).toEqual(["0.05", "365"]);
    expect(cellsOf({ isNumeric: true, cell: (row) => html`<b>${row}</b>` }, ["0.05", "365"])).toEqual([
      "<b>0.05</b>",
      "<b>365</b>",
    ]);
  });

  test("gives marks a place of their own, in every number of the table", () => {
    expect(cellsOf({ isNumeric: true }, ["2.5*", "3", "—"])).toEqual([
      '2.5<span class="mk">*</span>',
      '3.0<span class="mk"></span>',
      '—<span class="mk"></span>',
    ]);
    const two = table<string>({
      caption: "c",
      empty: "—",
      columns: [
        { head: "a", isNumeric: true, cell: (row) => row },
        { head: "b", isNumeric: true, cell: () => "7" },
        { head: "c", cell: () => "words*" },
      ],
      rows: ["2†"],
    }).html;
    expect(two).toContain(
      '<td class="n">2<span class="mk">†</span></td><td class="n">7<span class="mk"></span>',
    );
    expect(two).toContain("<td>words*</td>");
  });

  test("that stacks stands in columns on a narrow screen where it holds numbers alone", () => {
    const drawn = (isNumeric: boolean, isStacked: boolean): string =>
      table<string>({
        caption: "c",
        empty: "—",
        isStacked,
        columns: [
          { head: "h", isRowHead: true, cell: (row) => row },
          { head: "n", isNumeric: true, cell: () => "1" },
          { head: "w", isNumeric, cell: () => "2" },
        ],
        rows: ["name"],
      }).html;
    expect(drawn(true, true)).toContain('<table class="stack pairs">');
    expect(drawn(false, true)).toContain('<table class="stack">');
    expect(drawn(true, false)).toContain("<table>");
  });
});
