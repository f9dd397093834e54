import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalisations, normaliseColumn } from "../../../models/assessment/normalise.js";
import { beginRanking, type RankingProblem, rankRobustly } from "../../../models/assessment/robustness.js";
import { seededRandom } from "../../../models/assessment/seeded-random.js";
import { type PlainProblem, rankPlainly } from "./plain-ranking.js";

const usual = { seed: "20161009 test", draws: 400, weightVariation: 0.25, certainty: 0.9 };

function problemOf(plain: PlainProblem): RankingProblem {
  return {
    subjectIds: plain.subjects.map((subject) => subject.id),
    points: Float64Array.from(plain.subjects.flatMap((subject) => subject.points)),
    indicators: plain.limits,
  };
}

/** Points at whole numbers, so that ties between subjects occur. */
const anyProblem = fc
  .record({ subjects: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 5 }) })
  .chain(({ subjects, width }) =>
    fc.record({
      limits: fc.array(fc.record({ min: fc.constantFrom(0, -6), max: fc.constantFrom(0, 4, 10) }), {
        minLength: width,
        maxLength: width,
      }),
      subjects: fc
        .array(fc.array(fc.integer({ min: -6, max: 10 }), { minLength: width, maxLength: width }), {
          minLength: subjects,
          maxLength: subjects,
        })
        .map((rows) => rows.map((points, index) => ({ id: `s${index}`, points }))),
    }),
  );

describe("the robustness run", () => {
  it("prints one above another only with certainty: two far apart, two that trade places", () => {
    const plain: PlainProblem = {
      limits: [
        { min: 0, max: 10 },
        { min: 0, max: 10 },
      ],
      subjects: [
        { id: "best", points: [10, 9] },
        { id: "left", points: [6, 3] },
        { id: "right", points: [3, 6] },
        { id: "last", points: [0, 1] },
      ],
    };
    const { ranks } = rankRobustly(problemOf(plain), usual);
    expect(ranks.map(({ subjectId, rank, tiedWith }) => ({ subjectId, rank, tiedWith }))).toEqual([
      { subjectId: "best", rank: 1, tiedWith: [] },
      { subjectId: "left", rank: 2, tiedWith: ["right"] },
      { subjectId: "right", rank: 2, tiedWith: ["left"] },
      { subjectId: "last", rank: 4, tiedWith: [] },
    ]);
    expect(ranks.map(({ rankLow, rankMedian, rankHigh }) => [rankLow, rankMedian, rankHigh])[0]).toEqual([
      1, 1, 1,
    ]);
    expect([ranks[1]?.rankLow, ranks[1]?.rankHigh]).toEqual([2, 3]);
  });

  it("ties equals on the first rank, and ranks nobody among nobody", () => {
    const limits = [{ min: 0, max: 10 }];
    const same = ["a", "b", "c"].map((id) => ({ id, points: [7] }));
    const { ranks, above } = rankRobustly(problemOf({ limits, subjects: same }), usual);
    expect(ranks.map((one) => [one.rank, one.rankLow, one.rankHigh, one.tiedWith.length])).toEqual([
      [1, 1, 1, 2],
      [1, 1, 1, 2],
      [1, 1, 1, 2],
    ]);
    expect([...above]).toEqual(Array.from({ length: 9 }, () => 0.5));
    expect(
      rankRobustly({ subjectIds: [], points: new Float64Array(0), indicators: limits }, usual).ranks,
    ).toEqual([]);
  });

  it("agrees with a plain second implementation on random problems", () => {
    fc.assert(
      fc.property(anyProblem, fc.string(), (plain, seed) => {
        const options = { ...usual, seed, draws: 40 };
        const fast = rankRobustly(problemOf(plain), options);
        const slow = rankPlainly(plain, options);
        const count = plain.subjects.length;
        for (const [i, one] of fast.ranks.entries()) {
          const sorted = [...(slow.ranks[one.subjectId] ?? [])].sort((a, b) => a - b);
          expect(one.rankLow).toBe(sorted[Math.ceil(0.05 * options.draws) - 1]);
          expect(one.rankHigh).toBe(sorted[Math.ceil(0.95 * options.draws) - 1]);
          for (const [j, other] of fast.ranks.entries())
            expect(fast.above[i * count + j]).toBeCloseTo(
              slow.above[one.subjectId]?.[other.subjectId] ?? Number.NaN,
              9,
            );
        }
      }),
      { numRuns: 300, seed: 20161009 },
    );
  });

  it("never prints a rank outside its interval, nor one above another by intervals that is not surely above", () => {
    fc.assert(
      fc.property(anyProblem, fc.string(), fc.constantFrom(0.6, 0.8, 0.9), (plain, seed, certainty) => {
        const { ranks, above } = rankRobustly(problemOf(plain), { ...usual, seed, draws: 20, certainty });
        const count = ranks.length;
        const offences = ranks.flatMap((one, i) => [
          ...(one.rankLow <= one.rank && one.rank <= one.rankHigh ? [] : [`${i}`]),
          ...ranks.flatMap((other, j) => {
            const isSure = (above[i * count + j] as number) >= certainty;
            const isTied = one.tiedWith.includes(other.subjectId);
            return (one.rankHigh < other.rankLow && !isSure) || (isTied && isSure) ? [`${i} ${j}`] : [];
          }),
        ]);
        expect(offences).toEqual([]);
      }),
      { numRuns: 10_000, seed: 20161009 },
    );
  });

  it("excludes the first place where somebody is always ahead, though nobody for sure", () => {
    // Six are weak where nobody else is; the seventh is nowhere weak and nowhere good. Each of the six is ahead of it in seven draws of ten.
    const rivals = Array.from({ length: 6 }, (_, i) => ({
      id: `s${i}`,
      points: Array.from({ length: 6 }, (__, k) => (k === i ? 2 : 9.5)),
    }));
    const plain: PlainProblem = {
      limits: rivals.map(() => ({ min: 0, max: 10 })),
      subjects: [...rivals, { id: "even", points: rivals.map(() => 7.6) }],
    };
    const { ranks, above } = rankRobustly(problemOf(plain), usual);
    const even = ranks[6];
    expect(Math.max(...rivals.map((_, i) => above[i * 7 + 6] as number))).toBeLessThan(0.9);
    expect([even?.rank, even?.rankLow, even?.rankHigh, even?.tiedWith.length]).toEqual([2, 2, 7, 6]);
  });

  it("never ranks lower whoever is at least as good on every indicator", () => {
    fc.assert(
      fc.property(
        anyProblem,
        fc.nat(),
        fc.array(fc.nat({ max: 5 }), { minLength: 5, maxLength: 5 }),
        (plain, pick, more) => {
          const at = pick % plain.subjects.length;
          const model = plain.subjects[at];
          if (!model) return;
          const better = { id: "better", points: model.points.map((points, k) => points + (more[k] ?? 0)) };
          const { ranks, above } = rankRobustly(
            problemOf({ ...plain, subjects: [...plain.subjects, better] }),
            { ...usual, draws: 10 },
          );
          const count = ranks.length;
          expect(above[(count - 1) * count + at]).toBeGreaterThanOrEqual(0.5);
          expect(ranks[count - 1]?.rank).toBeLessThanOrEqual(ranks[at]?.rank ?? 0);
          expect(ranks[count - 1]?.rankHigh).toBeLessThanOrEqual(ranks[at]?.rankHigh ?? 0);
          expect(ranks[count - 1]?.rankLow).toBeLessThanOrEqual(ranks[at]?.rankLow ?? 0);
        },
      ),
      { numRuns: 10_000, seed: 20161009 },
    );
  });

  it("gives the same intervals for the same seed, and other streams for another", () => {
    fc.assert(
      fc.property(anyProblem, fc.string(), (plain, seed) => {
        const options = { ...usual, seed, draws: 5 };
        expect(rankRobustly(problemOf(plain), options)).toEqual(rankRobustly(problemOf(plain), options));
      }),
      { numRuns: 10_000, seed: 20161009 },
    );
    const first = seededRandom("1");
    const second = seededRandom("2");
    expect(first()).not.toBe(second());
  });

  it("gives the same however its draws are portioned, and nothing before the last", () => {
    fc.assert(
      fc.property(anyProblem, fc.integer({ min: 1, max: 9 }), (plain, portion) => {
        const options = { ...usual, draws: 20 };
        const ranking = beginRanking(problemOf(plain), options);
        let portions = 1;
        for (; ranking.draw(portion) > 0; portions++)
          expect(() => ranking.conclude()).toThrow(`${20 - portions * portion} draws are left of 20`);
        expect(portions).toBe(Math.ceil(20 / portion));
        expect(ranking.conclude()).toEqual(rankRobustly(problemOf(plain), options));
      }),
      { numRuns: 500, seed: 20161009 },
    );
  });

  it("holds each median within its interval for 200 subjects and 40 indicators", () => {
    const random = seededRandom("size");
    const problem: RankingProblem = {
      subjectIds: Array.from({ length: 200 }, (_, index) => `s${index}`),
      points: Float64Array.from({ length: 8000 }, () => Math.round(random() * 250) / 100),
      indicators: Array.from({ length: 40 }, () => ({ min: 0, max: 2.5 })),
    };
    const { ranks } = rankRobustly(problem, { ...usual, draws: 1000 });
    expect(ranks).toHaveLength(200);
    for (const one of ranks) {
      expect(one.rankLow).toBeLessThanOrEqual(one.rankMedian);
      expect(one.rankMedian).toBeLessThanOrEqual(one.rankHigh);
    }
  });

  it("refuses points that do not fill the table", () => {
    expect(() =>
      rankRobustly(
        { subjectIds: ["a"], points: new Float64Array(3), indicators: [{ min: 0, max: 1 }] },
        usual,
      ),
    ).toThrow("3 points, expected 1 × 1");
  });
});

describe("the random numbers", () => {
  it("are the published ones of a seed: a change of generator would change every interval", () => {
    const random = seededRandom("20161009");
    expect(Array.from({ length: 3 }, () => Math.floor(random() * 1e9))).toEqual([
      597_401_977, 33_649_968, 117_922_676,
    ]);
  });

  it("fill the unit interval evenly: 100,000 draws in ten drawers, each within 5 sigma of 10,000", () => {
    const random = seededRandom("drawers");
    const drawers = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) drawers[Math.floor(random() * 10)]! += 1;
    for (const drawer of drawers) expect(Math.abs(drawer - 10_000)).toBeLessThan(5 * Math.sqrt(9000));
  });
});

describe("normalisation", () => {
  it("never changes who is ahead, and stays within 1–100", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...normalisations),
        (column, by) => {
          const out = normaliseColumn(column, { min: -10, max: 10 }, by);
          for (const [i, value] of column.entries()) {
            expect(out[i]).toBeGreaterThanOrEqual(1);
            expect(out[i]).toBeLessThanOrEqual(100);
            for (const [j, other] of column.entries())
              if (value > other) expect(out[i]).toBeGreaterThanOrEqual(out[j] ?? Number.NaN);
          }
        },
      ),
      { numRuns: 10_000, seed: 20161009 },
    );
  });
});
