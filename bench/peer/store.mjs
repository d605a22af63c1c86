// The fastest store the peer can have: one Map, every operation O(1), nothing ever expires or reaches a disk.
// (The package's own memory adapter walks all tokens of a grant at each write, which a single busy grant would make quadratic.)
const records = new Map();
const sessionIds = new Map();
const keysOfGrant = new Map();
const grantable = new Set(["AccessToken", "AuthorizationCode", "RefreshToken"]);

export class MapStore {
  #prefix;

  constructor(model) {
    this.model = model;
    this.#prefix = `${model}:`;
  }

  async upsert(id, payload) {
    const key = this.#prefix + id;
    records.set(key, payload);
    if (this.model === "Session") sessionIds.set(payload.uid, id);
    if (payload.grantId && grantable.has(this.model)) {
      const keys = keysOfGrant.get(payload.grantId);
      if (keys) keys.push(key);
      else keysOfGrant.set(payload.grantId, [key]);
    }
  }

  async find(id) {
    return records.get(this.#prefix + id);
  }

  async findByUid(uid) {
    return this.find(sessionIds.get(uid));
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    records.get(this.#prefix + id).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    records.delete(this.#prefix + id);
  }

  async revokeByGrantId(grantId) {
    for (const key of keysOfGrant.get(grantId) ?? []) records.delete(key);
    keysOfGrant.delete(grantId);
  }
}
