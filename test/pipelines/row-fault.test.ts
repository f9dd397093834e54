import { expect, test } from "vitest";
import { readDelimited } from "../../pipelines/sources/delimited-text.js";
import { kindWord, kindWordZh } from "../../pipelines/sources/objects.js";
import { rowFaultZh } from "../../pipelines/sources/row-fault.js";
import { type Reject, rejectMessage } from "../../pipelines/staging/reject.js";

async function faultsIn(text: string): Promise<(string | null)[]> {
  const faults: (string | null)[] = [];
  for await (const rows of readDelimited([text], ",", ["编号", "名称", "日期"]))
    faults.push(...rows.map((row) => row.fault));
  return faults.filter((fault) => fault !== null);
}

test("every fault of a row of text is told in Chinese, and none is left in English", async () => {
  const faults = [
    ...(await faultsIn('a,b\na,b,c,d\na,"b"x,c\n"a,b,c\n')),
    ...(await faultsIn(`${"x".repeat((16 << 20) + 1)}`)),
    "bytes that cannot be decoded",
    "bytes that cannot be decoded in 名称",
    "not JSON",
    ...["ARRAY", "VARCHAR", "BOOLEAN", "NULL", "UBIGINT"].map(
      (kind) => `found ${kindWord(kind).en}, expected an object`,
    ),
  ];
  expect(faults.map((fault) => rowFaultZh(fault ?? ""))).toEqual([
    "2 格，应为 3 格",
    "4 格，应为 3 格",
    "引号结束之后还有文字",
    "引号没有结束",
    "超过 16 MiB 的一行",
    "无法解码的字节",
    "列“名称”中有无法解码的字节",
    "不是 JSON 的内容",
    "列表，应为对象",
    "文本，应为对象",
    "真假值，应为对象",
    "空值，应为对象",
    "数字，应为对象",
  ]);
  expect(kindWordZh("a list")).toBe("列表");
});

test("a rejected row says so, and a cell that reads like a fault is left as it is", () => {
  const reject: Reject = {
    source: "hazard",
    entity: "hazard",
    file: "data/h.csv",
    row_number: 7,
    column_name: null,
    code: "unreadable_row",
    found: "found 2 cells, expected 3",
    expected: "a row that can be read",
  };
  expect(rejectMessage(reject, "zh")).toBe("data/h.csv，第 7 行：读到“2 格，应为 3 格”，应为：可读取的行");
  const cell = {
    ...reject,
    column_name: "level",
    code: "enum",
    found: "not JSON",
    expected: "one of a (甲)",
  };
  expect(rejectMessage(cell, "zh")).toContain("读到“not JSON”");
});
