// Stands in for AWS Lambda: serves the built handler over HTTP, with events in format 2.0 of a function URL.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

// The name is not a literal: the file exists only once it is built.
const file = new URL("dist/handler.mjs", import.meta.url).href;
const { handler } = await import(file);

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const { cookie, ...headers } = request.headers;
  const result = await handler({
    version: "2.0",
    routeKey: "$default",
    rawPath: pathname,
    rawQueryString: searchParams.toString(),
    headers,
    cookies: cookie?.split("; ") ?? [],
    body: await text(request),
    isBase64Encoded: false,
    requestContext: {
      domainName: "function.lambda-url.local",
      http: { method: request.method, path: pathname, sourceIp: request.socket.remoteAddress },
    },
  });
  response.writeHead(result.statusCode, result.headers).end(result.body);
}).listen(Number(process.env.PORT), "127.0.0.1");
