/** A node of the SQL flow: the table a file makes, and the tables it reads. */
export interface SqlNode {
  readonly table: string;
  readonly reads: readonly string[];
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
