import { expect, it } from "vitest";
import { parseConfig } from "../../pipelines/config.js";
import { describeFailure } from "../../pipelines/failure.js";
import { Fault } from "../../pipelines/fault.js";

it("explains what the system refuses, and keeps the trace for faults of the program alone", () => {
  const refused = [
    [
      'IO Error: Could not write file "/x/warehouse.duckdb.wal": No space left on device',
      "no space left on the disk",
    ],
    ["EACCES: permission denied, open '/x/sise.yaml'", "no permission"],
    ["Out of Memory Error: could not allocate block of size 256.0 KiB", "not enough memory"],
    ["sql/scores/recurrence.sql: Out of Memory Error: failed to pin block", "not enough memory"],
    [
      'IO Error: The file "/x/warehouse.duckdb" exists, but it is not a valid DuckDB database file!',
      "a database file that cannot be opened",
    ],
  ] as const;
  for (const [message, found] of refused) {
    const failure = describeFailure(new Error(message));
    expect(failure).toMatchObject({ kind: "data", exit_status: 1 });
    expect(failure.messages[0]).toContain(`system: found ${found} (${message})`);
    expect(failure.stack).toBeUndefined();
  }
  expect(describeFailure(new Fault(["a", "b"], "stopped"))).toEqual({
    kind: "stopped",
    exit_status: 3,
    messages: ["a", "b"],
  });
  expect(describeFailure(new TypeError("x is not a function"))).toMatchObject({
    kind: "internal",
    exit_status: 1,
  });
  expect(describeFailure(new TypeError("x is not a function")).stack).toContain("TypeError");
});

it("takes YAML whose aliases unfold without end for a fault of the file", () => {
  const levels = Array.from(
    { length: 9 },
    (_, at) =>
      `l${at + 1}: &l${at + 1} [${Array(9)
        .fill(at === 0 ? "x" : `*l${at}`)
        .join(", ")}]`,
  );
  expect(() => parseConfig(`${levels.join("\n")}\ncity: *l9\n`)).toThrow(
    /^sise\.yaml: found YAML that cannot be read/,
  );
});
