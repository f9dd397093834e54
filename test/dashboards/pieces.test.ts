import { describe, expect, test } from "vitest";
import { codeName, withUnit } from "../../dashboards/codes.js";
import {
  band,
  decimal,
  fraction,
  hundredfold,
  integer,
  moment,
  percent,
  percentage,
  rounded,
  shortBand,
  signed,
} from "../../dashboards/format.js";
import { escapeText, html, jsonForScript } from "../../dashboards/html.js";
import { levelLook, levelOf, levels } from "../../dashboards/level.js";
import { differenceIn, valueIn } from "../../dashboards/pages/ranking-tables.js";
import { cssString, ink } from "../../dashboards/style.js";
import { tallyByRegion } from "../../dashboards/tally.js";
import { clauseText } from "../../dashboards/text.js";

test("everything but markup is escaped, in elements and attributes", () => {
  const name = `<script>alert("1")</script> & 'x'`;
  expect(html`<b title="${name}">${name}</b>`.html).toBe(
    `<b title="${escapeText(name)}">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</b>`,
  );
  expect(html`${html`<i>${"<"}</i>`}${[1, html`<br>`, null, false]}`.html).toBe("<i>&lt;</i>1<br>");
});

test("JSON in a page cannot end its element", () => {
  const text = jsonForScript({ name: "</script><!--" }).html;
  expect(text).not.toContain("<");
  expect(JSON.parse(text)).toEqual({ name: "</script><!--" });
});

test("a city's name cannot leave the stylesheet", () => {
  expect(cssString(`"}</style><script>`)).not.toMatch(/[<>}]|[^\\]"./);
  expect(cssString("克拉玛依市 2026-11-22")).toBe(`"克拉玛依市 2026-11-22"`);
});

describe("numbers are shown as they are", () => {
  test("decimals lose trailing zeros, never a digit", () => {
    expect(decimal("12345.670000")).toBe("12,345.67");
    expect(decimal("-0.100000")).toBe("-0.1");
    expect(decimal("7.000000")).toBe("7");
    expect(decimal(null)).toBe("—");
    expect(integer("1234567")).toBe("1,234,567");
  });

  test("for reading they are rounded on their digits, half away from zero", () => {
    expect([rounded("1234.565", 2), rounded("-0.4", 0), rounded("0.995", 2), rounded("7.5", 0)]).toEqual([
      "1,234.57",
      "0",
      "1",
      "8",
    ]);
    expect([rounded("1234.560000", 2), rounded("-0.000000", 2), rounded("7", 0)]).toEqual([
      "1,234.56",
      "0",
      "7",
    ]);
    expect([hundredfold("0.02287"), hundredfold("-1"), hundredfold("0.5")]).toEqual([
      "2.287",
      "-100.0",
      "50.0",
    ]);
    expect([percentage("0.856227"), percentage("0.0005"), percentage("-0.12345"), percentage(null)]).toEqual([
      "85.6%",
      "0.1%",
      "-12.3%",
      "—",
    ]);
  });

  test("a fraction becomes a percentage exactly", () => {
    expect(fraction("0.512500")).toBe("51.25%");
    expect(fraction("1.000000")).toBe("100%");
    expect(fraction("0.070000")).toBe("7%");
    expect(fraction(0)).toBe("0%");
  });

  test("shares and signs", () => {
    expect(percent(1, 3)).toBe("33.3%");
    expect(percent(0, 0)).toBe("—");
    expect(signed(-1200)).toBe("−1,200");
    expect(signed(6)).toBe("+6");
  });

  test("bands say which end belongs to them; a pack's `above` comes back as it was written", () => {
    expect(band("20.000000", "30.000000", "zh")).toBe("≥ 20, < 30");
    expect(band("320.000001", null, "zh")).toBe("> 320");
    expect(band("70.000000", "160.000001", "en")).toBe("≥ 70, ≤ 160");
    expect(band("0.000000", "0.000001", "en")).toBe("= 0");
    expect(band(null, "70.000000", "en")).toBe("< 70");
    expect(shortBand("20.000000", "30.000000", "en")).toBe("20–30");
  });

  test("an instant is shown in the city's time", () => {
    expect(moment("2026-11-22T18:00:00.000Z", "Asia/Shanghai")).toBe("2026-11-23 02:00");
    expect(moment("2026-11-22 18:00:00", "Asia/Shanghai")).toBe("2026-11-23 02:00");
  });
});

test("an unknown level is insufficient data, never blue", () => {
  expect(levelOf("green")).toBe("insufficient_data");
  expect(levelOf(null)).toBe("insufficient_data");
});

test("codes have names in both languages; an unknown code is shown as it is", () => {
  expect(codeName("sector", "chemical", "zh")).toBe("危险化学品");
  expect(codeName("entity", "hazard", "en")).not.toBe("hazard");
  expect(codeName("sector", "space_travel", "zh")).toBe("space_travel");
});

test("a clause keeps its own words and leaves the gloss to the English page", () => {
  expect(clauseText("zh", "项目默认值，决策0002 (default of this project)")).toBe("项目默认值，决策0002");
  expect(clauseText("en", "项目默认值 (default of this project)")).toBe(
    "项目默认值 (default of this project)",
  );
  expect(clauseText("zh", "安委办〔2016〕11号 二(二)")).toBe("安委办〔2016〕11号 二(二)");
});

test("regions with equal shares keep the order of their codes", () => {
  const counts = ["2", "1"].flatMap((code) => [
    { as_of: "2026-11-22", region_code: code, level: "red", enterprises: Number(code) },
    { as_of: "2026-11-22", region_code: code, level: "blue", enterprises: Number(code) * 2 },
  ]);
  expect(tallyByRegion(counts, [], "2026-11-22").map((each) => each.code)).toEqual(["1", "2"]);
});

/** Relative luminance and contrast of WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
    const [r = 0, g = 0, b = 0] = parts.map((each) =>
      each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test("text meets WCAG AA on every ground it stands on; outlines and input borders reach 3", () => {
  for (const level of levels) {
    const look = levelLook[level];
    expect(contrast(look.ink, look.fill), `${level} text`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(look.outline, "#FFFFFF"), `${level} letter in the matrix`).toBeGreaterThanOrEqual(4.5);
  }
  for (const ground of ["#FFFFFF", ink.ground]) {
    for (const text of [ink.ink, ink.second, ink.link, "#8E1118", "#0B6B4F"])
      expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast("#7D8794", ground)).toBeGreaterThanOrEqual(3);
  }
});

test("a number stands with its unit, one of them in English as no plural", () => {
  const rows = [
    ["1", "persons"],
    ["2", "persons"],
    ["1", "visits a year"],
    ["1", "person-days"],
    ["1", "CNY"],
    ["1", "count"],
    ["1", null],
  ] as const;
  expect(rows.map(([number, unit]) => withUnit(number, unit, "en"))).toEqual([
    "1 person",
    "2 persons",
    "1 visit a year",
    "1 person-day",
    "1 CNY",
    "1",
    "1",
  ]);
  expect(withUnit("1", "persons", "zh")).toBe("1 人");
});

test("percentages beside values of other units have one decimal each", () => {
  expect(["0.86", "0.8564", "0", "1"].map((value) => valueIn(value, "fraction"))).toEqual([
    "86.0%",
    "85.6%",
    "0.0%",
    "100.0%",
  ]);
  expect(valueIn("0.86", "persons")).toBe("0.86");
  expect(valueIn(null, "fraction")).toBe("—");
  expect(["-0.02", "0.0213", "0"].map((value) => differenceIn(value, "fraction"))).toEqual([
    "−2.0",
    "+2.1",
    "0.0",
  ]);
  expect(differenceIn("-3", "persons")).toBe("−3");
});
