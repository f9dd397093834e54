import { describe, expect, it } from "vitest";
import { compareGroups } from "../../../models/assessment/comparison.js";
import { seededRandom } from "../../../models/assessment/seeded-random.js";

const options = { seed: "test", draws: 1000 };

function around(mean: number, count: number, seed: string): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: count }, () => mean + random() - 0.5);
}

describe("pilots against the others", () => {
  it("tells far groups apart and near ones not: (2 + 4) / 2 - (1 + 1) / 2 = 2", () => {
    const few = compareGroups(Float64Array.of(2, 4), Float64Array.of(1, 1), options);
    expect(few).toMatchObject({
      pilotMean: 3,
      otherMean: 1,
      difference: 2,
      low: null,
      high: null,
      chance: null,
    });
    const far = compareGroups(around(1, 40, "a"), around(0, 60, "b"), options);
    expect(far?.low).toBeGreaterThan(0.8);
    expect(far?.high).toBeLessThan(1.2);
    expect(far?.chance).toBeLessThan(0.01);
    const near = compareGroups(around(0, 40, "a"), around(0, 60, "b"), options);
    expect(near?.low).toBeLessThan(0);
    expect(near?.high).toBeGreaterThan(0);
    expect(near?.chance).toBeGreaterThan(0.05);
  });

  it("is null without a group, and the same for the same seed", () => {
    expect(compareGroups(new Float64Array(0), around(0, 20, "a"), options)).toBeNull();
    const twice = [1, 2].map(() => compareGroups(around(0, 20, "a"), around(0, 30, "b"), options));
    expect(twice[0]).toEqual(twice[1]);
  });

  it("goes over to the normal distribution without a jump", () => {
    const small = compareGroups(around(0.1, 2000, "a"), around(0, 2900, "b"), options);
    const large = compareGroups(around(0.1, 2000, "a"), around(0, 3100, "b"), options);
    expect((large?.high ?? 0) - (large?.low ?? 0)).toBeCloseTo((small?.high ?? 0) - (small?.low ?? 0), 2);
  });

  it("comes to the interval of the normal distribution where a side is large", () => {
    const pilots = around(0.1, 40, "a");
    const width = (count: number): number => {
      const found = compareGroups(pilots, around(0, count, "b"), { ...options, draws: 4000 });
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    // 2 × 1.645 × sqrt(1/12 / 40 + 1/12 / 500) = 0.156
    expect(width(500)).toBeCloseTo(0.156, 1);
    expect(Math.abs(width(501) / width(500) - 1)).toBeLessThan(0.05);
  });

  it("leaves 0 out of the interval exactly where so large a difference has a chance of at most 0.1, also for rare counts", () => {
    let differing = 0;
    for (let sample = 0; sample < 300; sample++) {
      const random = seededRandom(`rare ${sample}`);
      const share = 0.02 + random() * 0.3;
      const rare = (count: number, by: number): Float64Array =>
        Float64Array.from({ length: count }, () => (random() < by ? 1 + Math.floor(random() * 2) : 0));
      const [pilots, others] = [rare(12 + (sample % 40), share * random()), rare(20 + sample, share)];
      for (const [one, other] of [
        [pilots, others],
        [others, pilots],
      ] as const) {
        const found = compareGroups(one, other, { seed: String(sample), draws: 199 });
        const isLeftOut = (found?.low ?? 0) > 0 || (found?.high ?? 0) < 0;
        expect(isLeftOut, `sample ${sample}`).toBe((found?.chance ?? 1) <= 0.1);
        expect(found?.low).toBeLessThanOrEqual(found?.difference ?? Number.NaN);
        expect(found?.high).toBeGreaterThanOrEqual(found?.difference ?? Number.NaN);
        differing += isLeftOut ? 1 : 0;
      }
    }
    expect(differing).toBeGreaterThan(50);
    expect(differing).toBeLessThan(550);
  });

  it("does not call a rare thing different because few pilots happen to have none of it", () => {
    // 0 of 40 pilots and 8 of 760 others: all 8 fall to the others by chance with (760/800)^8 = 0.66.
    const others = Float64Array.from({ length: 760 }, (_, i) => (i < 8 ? 1 : 0));
    const found = compareGroups(new Float64Array(40), others, options);
    expect(found?.chance).toBeGreaterThan(0.5);
    expect(found?.low).toBeLessThan(0);
    expect(found?.high).toBeGreaterThanOrEqual(0);
  });

  it("covers the truth in about 90 of 100 samples", () => {
    let covered = 0;
    for (let sample = 0; sample < 200; sample++) {
      const found = compareGroups(around(0.3, 30, `p${sample}`), around(0, 50, `o${sample}`), {
        seed: String(sample),
        draws: 300,
      });
      if ((found?.low ?? 1) <= 0.3 && (found?.high ?? 0) >= 0.3) covered += 1;
    }
    expect(covered).toBeGreaterThan(165);
    expect(covered).toBeLessThan(196);
  });
});
