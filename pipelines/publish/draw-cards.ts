import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EditionRules } from "../../dashboards/card/placing.js";
import { type Card, scorecardPage } from "../../dashboards/pages/scorecard.js";
import type {
  DeterminationRow,
  EnterpriseRow,
  EvidenceRow,
  HazardRow,
  HistoryRow,
  ItemRow,
  PartScoreRow,
  WayOut,
} from "../../dashboards/rows.js";
import type { Publication } from "../../dashboards/shell.js";
import { languages } from "../../dashboards/text.js";
import { groupBy } from "../../models/group-by.js";
import { parsePieces } from "../warehouse/pieces.js";
import { type KnownHashes, writeHashed } from "./hashed-file.js";
import type { CardPieces } from "./page-cards.js";

/** Files of scorecards to be written: the rows, and what all of them share. Plain data, so that a thread can take it. */
export interface CardJob {
  /** Folder of the publication in the making. */
  readonly folder: string;
  readonly pieces: CardPieces;
  /** By enterprise; an enterprise that is absent has none. Null: not looked for. */
  readonly waysOut: ReadonlyMap<string, readonly WayOut[]> | null;
  readonly publication: Publication;
  /** By method and edition. */
  readonly editions: ReadonlyMap<string, EditionRules>;
  readonly regionNames: ReadonlyMap<string, string>;
}

function byEnterprise<Row extends { readonly enterprise_id: string }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  return groupBy(rows, (row) => row.enterprise_id);
}

/** Items in the order of the rows; enterprises that have the same item share it. */
function itemsByEnterprise(
  rows: readonly (ItemRow & { readonly enterprise_ids: readonly string[] })[],
): Map<string, ItemRow[]> {
  const found = new Map<string, ItemRow[]>();
  for (const { enterprise_ids, ...item } of rows)
    for (const id of enterprise_ids) {
      const items = found.get(id);
      if (items) items.push(item);
      else found.set(id, [item]);
    }
  return found;
}

/** The cards of the pieces by file number, enterprises in order of their ids. */
function cardsOf({ pieces, waysOut }: CardJob): Map<number, Card[]> {
  const items = itemsByEnterprise(
    parsePieces<ItemRow & { readonly enterprise_ids: readonly string[] }>(pieces.items),
  );
  const parts = byEnterprise(parsePieces<PartScoreRow>(pieces.parts));
  const determinations = byEnterprise(parsePieces<DeterminationRow>(pieces.determinations));
  const history = byEnterprise(parsePieces<HistoryRow>(pieces.history));
  const hazards = byEnterprise(parsePieces<HazardRow & { hazard_total: number }>(pieces.hazards));
  const evidence = byEnterprise(parsePieces<EvidenceRow>(pieces.evidence));
  const cards = new Map<number, Card[]>();
  for (const { card, ...enterprise } of parsePieces<EnterpriseRow & { card: number }>(pieces.enterprises)) {
    const id = enterprise.enterprise_id;
    const open = hazards.get(id) ?? [];
    const file = cards.get(card) ?? [];
    file.push({
      enterprise,
      items: items.get(id) ?? [],
      parts: parts.get(id) ?? [],
      determinations: determinations.get(id) ?? [],
      history: history.get(id) ?? [],
      hazards: open,
      hazardTotal: open[0]?.hazard_total ?? 0,
      evidence: groupBy(evidence.get(id) ?? [], (row) => row.indicator_id),
      waysOut: waysOut === null ? null : (waysOut.get(id) ?? []),
    });
    cards.set(card, file);
  }
  return cards;
}

/** Writes the scorecard files of a job in both languages; returns their hashes by full path. */
export function drawCards(job: CardJob): KnownHashes {
  const hashes = new Map<string, string>();
  const cards = cardsOf(job);
  for (const lang of languages) {
    const below = lang === "zh" ? "scorecard" : `${lang}/scorecard`;
    mkdirSync(join(job.folder, below), { recursive: true });
    for (const [file, of] of cards) {
      const place = { lang, path: `scorecard/${file}.html` };
      const path = join(job.folder, below, `${file}.html`);
      const text = scorecardPage(job.publication, place, of, job.editions, job.regionNames);
      hashes.set(path, writeHashed(path, text));
    }
  }
  return hashes;
}
