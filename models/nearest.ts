/** Changes of one letter, and swaps of neighbours, that lead from one word to another. */
function distance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const before = rows[i - 1] as number[];
      let least = Math.min(
        (before[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (before[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] as number) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[from.length]?.[to.length] as number;
}

/** The known word that a mistyped one most likely means, or null when none is near; the first of equals. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  let best: { word: string; changes: number } | null = null;
  for (const candidate of known) {
    const changes = distance(word.toLowerCase(), candidate.toLowerCase());
    if (changes <= Math.max(1, Math.floor(candidate.length / 3)) && (!best || changes < best.changes))
      best = { word: candidate, changes };
  }
  return best?.word ?? null;
}
