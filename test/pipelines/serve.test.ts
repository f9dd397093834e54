import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  beginPublication,
  finishPublication,
  listFiles,
  type Manifest,
} from "../../pipelines/publish/publication.js";
import { switchCurrent } from "../../pipelines/publish/pointer.js";
import { type PublicationServer, serve } from "../../pipelines/serve.js";

let folder: string;
let server: PublicationServer;

async function publish(runId: string, files: Record<string, string>): Promise<void> {
  const unfinished = await beginPublication(folder, runId);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(unfinished, path)), { recursive: true });
    writeFileSync(join(unfinished, path), text);
  }
  await finishPublication(folder, unfinished, {
    run_id: runId,
    files: await listFiles(unfinished),
  } as unknown as Manifest);
}

/** A request as it is written, without the client tidying up the path. */
function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{
    status: number;
    headers: Record<string, string | string[] | undefined>;
    body: Buffer;
  }>((done, fail) => {
    const { port, hostname } = new URL(server.url);
    const sent = httpRequest({ port, hostname, path, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on("error", fail);
    sent.end();
  });
}

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "sise-serve-")), "published");
  mkdirSync(folder);
  writeFileSync(join(folder, "secret.txt"), "secret");
  server = await serve(folder, { host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await server.close();
  rmSync(dirname(folder), { recursive: true, force: true });
});

describe("serve", () => {
  it("says so while nothing is published, and shows a publication from then on", async () => {
    expect((await ask("/")).status).toBe(503);
    await publish("r1", { "index.html": "<p>one", "en/index.html": "<p>en" });
    const page = await ask("/?x=1");
    expect([page.status, page.body.toString(), page.headers["content-type"]]).toEqual([
      200,
      "<p>one",
      "text/html; charset=utf-8",
    ]);
    expect(page.headers).toMatchObject({
      "cache-control": "no-cache",
      "content-security-policy": "frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    expect((await ask("/en/")).body.toString()).toBe("<p>en");
    expect((await ask("/en")).headers.location).toBe("/en/");
    expect((await ask("/manifest.json")).body.toString()).toContain('"run_id": "r1"');
  });

  it("tags with the manifest's SHA-256 and answers 304, HEAD without a body, and no other method", async () => {
    await publish("r1", { "index.html": "<p>one" });
    const hash = createHash("sha256").update("<p>one").digest("hex");
    const page = await ask("/index.html", { method: "HEAD" });
    expect([page.status, page.body.length, page.headers["content-length"], page.headers.etag]).toEqual([
      200,
      0,
      "6",
      `"${hash}"`,
    ]);
    expect((await ask("/", { headers: { "If-None-Match": `"x", W/"${hash}"` } })).status).toBe(304);
    expect((await ask("/", { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
    const post = await ask("/", { method: "POST" });
    expect([post.status, post.headers.allow]).toEqual([405, "GET, HEAD"]);
  });

  it("gives out nothing but what the manifest names", async () => {
    await publish("r1", { "index.html": "<p>one", "data/a b.parquet": "p" });
    writeFileSync(join(folder, "r1", "late.html"), "not in the manifest");
    symlinkSync(join(folder, "secret.txt"), join(folder, "r1", "link.html"));
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/..%5csecret.txt",
      "//secret.txt",
      "/data/../../secret.txt",
      "/data/%2e%2e/index.html",
      "/late.html",
      "/link.html",
      "/nowhere",
      "/index.html%00.png",
      "/data",
      "/r1/index.html",
      "/__proto__",
      "/constructor",
    ]) {
      const answer = await ask(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body.toString()).toContain("没有这个页面");
    }
    expect((await ask("/%zz")).status).toBe(400);
    const data = await ask("/data/a%20b.parquet");
    expect([data.status, data.headers["content-disposition"], data.headers["content-type"]]).toEqual([
      200,
      "attachment; filename*=UTF-8''a%20b.parquet",
      "application/vnd.apache.parquet",
    ]);
  });

  it("shows a switch at once, while a page loaded before goes on with its own files", async () => {
    await publish("r1", { "index.html": "<p>one", "data/a.json": "1", "data/old.json": "0" });
    const page = await ask("/");
    const cookie = String(page.headers["set-cookie"]).split(";")[0] ?? "";
    await publish("r2", { "index.html": "<p>two", "data/a.json": "2" });
    const own = { headers: { Cookie: cookie, "Sec-Fetch-Site": "same-origin" } };
    expect((await ask("/data/a.json", own)).body.toString()).toBe("1");
    expect((await ask("/data/old.json", own)).body.toString()).toBe("0");
    expect((await ask("/", own)).body.toString()).toBe("<p>two");
    expect((await ask("/data/a.json", { headers: { Cookie: cookie } })).body.toString()).toBe("2");
    expect((await ask("/data/a.json")).body.toString()).toBe("2");
    await switchCurrent(folder, "r1");
    expect((await ask("/")).body.toString()).toBe("<p>one");
    const forged = { headers: { Cookie: "sise_run=..", "Sec-Fetch-Site": "same-origin" } };
    expect((await ask("/data/a.json", forged)).body.toString()).toBe("1");
  });

  it("compresses long texts for those who can read it", async () => {
    const long = `<p>${"四色".repeat(5000)}`;
    await publish("r1", { "index.html": long });
    const plain = await ask("/");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const small = await ask("/", { headers: { "Accept-Encoding": "br, gzip" } });
    expect(small.headers).toMatchObject({
      "content-encoding": "gzip",
      vary: "Accept-Encoding",
      etag: `W/${plain.headers.etag}`,
    });
    expect(small.body.length).toBeLessThan(1000);
    expect(gunzipSync(small.body).toString()).toBe(long);
    expect(
      (await ask("/", { headers: { "Accept-Encoding": "gzip;q=0" } })).headers["content-encoding"],
    ).toBeUndefined();
  });

  it("names an address that is taken", async () => {
    await expect(
      serve(folder, { host: "127.0.0.1", port: Number(new URL(server.url).port) }),
    ).rejects.toThrow(/serve: cannot listen on 127\.0\.0\.1 port \d+ \(EADDRINUSE\), expected a free port/);
  });
});
