/**
 * Keeps what is made for an owner by key, as long as the owner lives: markup that is the same on hundreds of scorecards of an
 * edition is drawn once. `make` must depend on owner and key alone.
 */
export function kept<Owner extends object, Key, Made>(): (owner: Owner, key: Key, make: () => Made) => Made {
  const owners = new WeakMap<Owner, Map<Key, Made>>();
  return (owner, key, make) => {
    let made = owners.get(owner);
    if (made === undefined) {
      made = new Map();
      owners.set(owner, made);
    }
    let found = made.get(key);
    if (found === undefined) {
      found = make();
      made.set(key, found);
    }
    return found;
  };
}
