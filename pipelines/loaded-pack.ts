import { at } from "../models/rule-fault.js";
import type { RulePack } from "../models/rule-pack.js";
import type { Text } from "../models/text.js";

/** A rule pack with the file that it came from. */
export interface LoadedPack {
  readonly method: string;
  readonly edition: string;
  readonly pack: RulePack;
  readonly path: string;
  readonly origin: "shipped" | "city";
  /** The city's copy of a shipped edition, in whose place it stands. */
  readonly isCopy?: boolean;
  /** Of the text with `\n` line ends, so that a checkout on Windows has the same. */
  readonly sha256: string;
}

/** Measured indicators are computed once a purpose: two methods that share an id must mean the same by it. */
function lintMeasures(packs: readonly LoadedPack[]): Text[] {
  const faults: Text[] = [];
  const seen = new Map<string, { readonly by: LoadedPack; readonly text: string }>();
  for (const by of packs)
    for (const indicator of by.pack.indicators ?? []) {
      if (!indicator.measure) continue;
      const key = `${by.pack.purpose} ${indicator.id}`;
      const text = JSON.stringify(indicator.measure);
      const before = seen.get(key);
      if (!before) seen.set(key, { by, text });
      else if (before.by.method !== by.method && before.text !== text)
        faults.push(
          at(
            `${by.path} › indicators.${indicator.id}.measure`,
            `与 ${before.by.path} 不同，应相同；两者同属用途 ${by.pack.purpose}，请改成一样，或给其一另取编号`,
            `differs from ${before.by.path}, expected the same; both serve ${by.pack.purpose}, so make them alike or give one another id`,
          ),
        );
    }
  return faults;
}

/** Faults that only show when the packs are laid side by side. */
export function lintTogether(packs: readonly LoadedPack[]): Text[] {
  const faults = lintMeasures(packs);
  for (const [index, one] of packs.entries())
    for (const other of packs.slice(0, index)) {
      if (
        one.pack.family !== undefined &&
        one.pack.family === other.pack.family &&
        one.pack.purpose !== other.pack.purpose
      )
        faults.push(
          at(
            `${one.path} › family`,
            `${one.pack.family} 一类用于 ${other.pack.purpose}（${other.path}），而这里的 purpose 为 ${one.pack.purpose}；一类方法用途应相同，请改用别的类名或删去 family`,
            `${one.pack.family} is a family of ${other.pack.purpose} (${other.path}), found the purpose ${one.pack.purpose}; a family serves one purpose, name another one or take family out`,
          ),
        );
      if (one.method !== other.method) continue;
      if (one.edition === other.edition && one.origin === other.origin)
        faults.push(
          at(
            `${one.path} › edition`,
            `${one.edition} 也是 ${other.path} 的生效日；一种方法一天只能有一个版本，请删去其一`,
            `${one.edition} is also the first day of ${other.path}; one method has one edition a day, remove one`,
          ),
        );
      for (const key of ["purpose", "subject", "family"] as const)
        if (one.pack[key] !== other.pack[key])
          faults.push(
            at(
              `${one.path} › ${key}`,
              `读到 ${one.pack[key] ?? "空缺"}，而 ${other.path} 为 ${other.pack[key] ?? "空缺"}；同一方法的各版本应一致，请另用方法名`,
              `found ${one.pack[key] ?? "none"}, but ${other.path} says ${other.pack[key] ?? "none"}; editions of one method share it, use another method name`,
            ),
          );
    }
  return faults;
}
