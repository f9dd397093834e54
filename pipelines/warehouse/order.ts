/** A node of the SQL flow: the table a file makes, and the tables it reads. */
export interface SqlNode {
  readonly table: string;
  readonly reads: readonly string[];
}

/**
 * The same nodes, those first behind which most work waits: `costOf` a node and of the longest chain of its readers.
 * Costs are above zero, so every table still comes after the tables it reads. Where lanes run side by side, nobody waits for
 * a long table that could have begun earlier.
 */
export function urgentFirst<Node extends SqlNode>(
  ordered: readonly Node[],
  costOf: (node: Node) => number,
): Node[] {
  const behind = new Map<string, number>();
  const urgency = new Map<string, number>();
  for (const node of [...ordered].reverse()) {
    const own = costOf(node) + (behind.get(node.table) ?? 0);
    urgency.set(node.table, own);
    for (const read of node.reads) behind.set(read, Math.max(behind.get(read) ?? 0, own));
  }
  return [...ordered].sort((a, b) => (urgency.get(b.table) ?? 0) - (urgency.get(a.table) ?? 0));
}

/**
 * Nodes in an order in which every table comes after the tables it reads; ties stay in alphabetical order.
 * Tables that no node makes (staging, rules) are taken as given. Throws naming the circle if there is one.
 */
export function orderNodes<Node extends SqlNode>(nodes: readonly Node[]): Node[] {
  const byTable = new Map(nodes.map((node) => [node.table, node]));
  const ordered: Node[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (node: Node, path: readonly string[]): void => {
    if (state.get(node.table) === "done") return;
    if (state.get(node.table) === "open")
      throw new Error(
        `sql: ${[...path, node.table].join(" → ")} reads itself in a circle; one of these files must not read the next`,
      );
    state.set(node.table, "open");
    for (const read of [...node.reads].sort()) {
      const from = byTable.get(read);
      if (from) visit(from, [...path, node.table]);
    }
    state.set(node.table, "done");
    ordered.push(node);
  };
  for (const node of [...nodes].sort((a, b) => (a.table < b.table ? -1 : 1))) visit(node, []);
  return ordered;
}
