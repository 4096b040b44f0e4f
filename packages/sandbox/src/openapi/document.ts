import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import type { SandboxOperation } from "../operation/operation.ts";
import { operationNames, operations } from "../registry.ts";
import { alternativesOf } from "../schema/either.ts";

/** A part of the document: plain JSON. */
type Json = Readonly<Record<string, unknown>>;

const DESCRIPTION = `The local sandbox of plastiq-connect, generated from the schemas that it checks requests with. \
This is not the vendor's document, and nobody has compared the two. \`x-source\` says whether the vendor's public \
documents describe an operation or a field of a response, or whether this project inferred it. A field without it has \
that of the object around it.`;

/** Returns the OpenAPI 3.1 document of the sandbox. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of operationNames) {
    const operation = operations[name];
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = operationObject(name, operation);
    paths[operation.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: { title: "Local sandbox", version: "1", description: DESCRIPTION },
    servers: [{ url: "/api" }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: { Error: errorSchema },
    },
  };
}

function operationObject(name: string, operation: SandboxOperation): Json {
  const { body, response, source } = operation;
  const replayed = operation.headers.includes("Idempotency-Key")
    ? { "Idempotent-Replay": { schema: { type: "boolean" } } }
    : {};
  const success = response
    ? {
        200: {
          description: "Success",
          headers: { ...headers, ...replayed },
          content: json(schemaOf(response, "output")),
        },
      }
    : { 204: { description: "Success", headers } };
  return {
    operationId: name,
    "x-source": source,
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)],
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body, "input")) } } : {}),
    responses: {
      ...success,
      default: { description: "Refused", headers, content: json({ $ref: "#/components/schemas/Error" }) },
    },
  };
}

const headers: Json = { "Trace-Id": { schema: { type: "string", format: "uuid" } } };

/** The vendor publishes two shapes of errors; `setErrorShape` chooses. */
const errorItems: Json = {
  type: "array",
  items: { type: "object", properties: { details: { type: "string" } }, required: ["details"] },
};
const errorSchema: Json = {
  type: "object",
  properties: {
    statusCode: { type: "integer" },
    code: { type: "string" },
    message: { type: "string" },
    errors: errorItems,
    details: errorItems,
    traceId: { type: "string", format: "uuid" },
  },
  required: ["code", "message", "traceId"],
  additionalProperties: false,
};

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

function pathParameters({ path }: SandboxOperation): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
}

function queryParameters({ query }: SandboxOperation): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input") as JsonSchema;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function headerParameters(operation: SandboxOperation): Json[] {
  return operation.headers.map((name) => ({
    name,
    in: "header",
    required: name === "User-Agent" && !operation.browser,
    schema: name === "Idempotency-Key" ? { type: "string", format: "uuid" } : { type: "string" },
  }));
}

/** Returns a schema as JSON Schema. Rules without a counterpart, such as check digits, are omitted. */
function schemaOf(schema: v.GenericSchema, typeMode: "input" | "output"): Json {
  const { $schema, $defs, ...converted } = toJsonSchema(schema, {
    typeMode,
    errorMode: "ignore",
    overrideSchema({ valibotSchema }) {
      const choices = alternativesOf(valibotSchema);
      return choices ? { anyOf: choices.map((choice) => schemaOf(choice, typeMode) as JsonSchema) } : undefined;
    },
  });
  return converted as Json;
}
