import { open } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { Fault } from "./fault.js";
import { contentTypeOf } from "./serve/content-type.js";
import { publicationReader, type ServedPublication } from "./serve/publication-files.js";

export interface ServeOptions {
  /** Address to listen on; the command's default is the loopback, 127.0.0.1. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** A server at work. `url` ends with `/`; `close` ends it and every open connection. */
export interface PublicationServer {
  readonly url: string;
  close(): Promise<void>;
}

// Each page brings its own policy for scripts and styles; what a page cannot say of itself is who may frame it.
const securityHeaders = {
  "Content-Security-Policy": "frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-cache",
};
const cookieName = "sise_run";
const leastCompressed = 1024;

interface Notice {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

const notices = {
  notFound: { status: 404, zh: "这次发布里没有这个页面。", en: "The publication holds no such page." },
  nothing: {
    status: 503,
    zh: "尚未发布。请先运行 sise run。",
    en: "Nothing is published yet. Call sise run first.",
  },
  method: { status: 405, zh: "只提供读取。", en: "Only reading is offered." },
  badPath: { status: 400, zh: "网址无法识别。", en: "The address cannot be read." },
  failed: { status: 500, zh: "读取发布时出错。", en: "The publication could not be read." },
} satisfies Record<string, Notice>;

function sendNotice(request: IncomingMessage, response: ServerResponse, notice: Notice): void {
  const body = `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${notice.status} · 四色 Sise</title></head>\n<body><h1>${notice.status}</h1><p>${notice.zh}</p><p lang="en">${notice.en}</p><p><a href="/">首页 <span lang="en">Overview</span></a></p></body></html>\n`;
  response.writeHead(notice.status, {
    ...securityHeaders,
    "Content-Security-Policy": `default-src 'none'; ${securityHeaders["Content-Security-Policy"]}`,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    ...(notice.status === 405 ? { Allow: "GET, HEAD" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The path within a publication that an address names, `""` for the root; null when it cannot be decoded. */
function pathOf(url: string): string | null {
  try {
    return decodeURIComponent((url.split(/[?#]/, 1)[0] ?? "").replace(/^\/+/, ""));
  } catch {
    return null;
  }
}

/** Pages are served from `current`. What a page then asks for comes from the publication of that page, also after a switch. */
async function choosePublication(
  request: IncomingMessage,
  path: string,
  reader: ReturnType<typeof publicationReader>,
): Promise<ServedPublication | null> {
  if (!path.endsWith(".html") && request.headers["sec-fetch-site"] === "same-origin") {
    const runId = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(request.headers.cookie ?? "")?.[1];
    const pinned = runId === undefined ? null : await reader.read(runId);
    if (pinned?.hashes.has(path)) return pinned;
  }
  return reader.current();
}

function matchesTag(request: IncomingMessage, hash: string): boolean {
  const given = request.headers["if-none-match"];
  return given !== undefined && (given.trim() === "*" || given.includes(`"${hash}"`));
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  publication: ServedPublication,
  path: string,
  hash: string,
): Promise<void> {
  const content = contentTypeOf(path);
  const file = await open(join(publication.folder, path), "r");
  try {
    const { size } = await file.stat();
    const mayCompress = content.isCompressible && size >= leastCompressed;
    const isCompressed =
      mayCompress &&
      /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(String(request.headers["accept-encoding"] ?? ""));
    const headers = {
      ...securityHeaders,
      "Content-Type": content.type,
      // A strong tag promises the same bytes; the compressed form is the same content only.
      ETag: isCompressed ? `W/"${hash}"` : `"${hash}"`,
      ...(mayCompress ? { Vary: "Accept-Encoding" } : {}),
      ...(content.isDownload
        ? {
            "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(path.slice(path.lastIndexOf("/") + 1))}`,
          }
        : {}),
      ...(path.endsWith(".html")
        ? { "Set-Cookie": `${cookieName}=${publication.runId}; Path=/; HttpOnly; SameSite=Strict` }
        : {}),
    };
    if (matchesTag(request, hash)) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, {
      ...headers,
      ...(isCompressed ? { "Content-Encoding": "gzip" } : { "Content-Length": size }),
    });
    if (request.method === "HEAD") response.end();
    else if (isCompressed)
      await pipeline(file.createReadStream({ autoClose: false }), createGzip(), response);
    else await pipeline(file.createReadStream({ autoClose: false }), response);
  } finally {
    await file.close();
  }
}

/**
 * Serves `published/current` of a project, read-only; `current` is looked up at each request, so a switch shows at once. Only files that a
 * manifest names are given out, with its SHA-256 as their tag. Throws a Fault when the address is taken or cannot be had.
 */
export async function serve(publishedFolder: string, options: ServeOptions): Promise<PublicationServer> {
  const reader = publicationReader(publishedFolder);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "GET" && request.method !== "HEAD")
      return sendNotice(request, response, notices.method);
    const asked = pathOf(request.url ?? "/");
    if (asked === null) return sendNotice(request, response, notices.badPath);
    const path = asked === "" || asked.endsWith("/") ? `${asked}index.html` : asked;
    const publication = await choosePublication(request, path, reader);
    if (publication === null) return sendNotice(request, response, notices.nothing);
    const hash = publication.hashes.get(path);
    if (hash !== undefined) return sendFile(request, response, publication, path, hash);
    if (publication.hashes.has(`${path}/index.html`)) {
      const to = `/${path.split("/").map(encodeURIComponent).join("/")}/`;
      response.writeHead(302, { ...securityHeaders, Location: to }).end();
      return;
    }
    sendNotice(request, response, notices.notFound);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      // The reader went away, or the publication was pruned under it; what has begun cannot be taken back.
      if (response.headersSent) response.destroy();
      else sendNotice(request, response, notices.failed);
    });
  });
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        new Fault({
          zh: `serve：无法在 ${options.host} 的端口 ${options.port} 监听（${error.code ?? error.message}），应为本机地址上的空闲端口；请用 --port 或 --host 另选`,
          en: `serve: cannot listen on ${options.host} port ${options.port} (${error.code ?? error.message}), expected a free port on an address of this machine; choose another with --port or --host`,
        }),
      ),
    );
    server.listen(options.port, options.host, done);
  });
  const { address, port, family } = server.address() as AddressInfo;
  const shownHost = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return {
    url: `http://${family === "IPv6" ? `[${shownHost}]` : shownHost}:${port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
