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

/** Returns the schemas of an operation as JSON Schema. */
type SchemaOf = (schema: v.GenericSchema, typeMode: "input" | "output") => Json;

/** Returns the OpenAPI 3.1 document of the sandbox at this address, which ends with `/api`. */
export function openApiDocument(baseUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const schemas: Record<string, Json> = { Error: errorSchema, ErrorDetail: errorDetail };
  const schemaOf = collectingSchemas(schemas);
  for (const name of operationNames) {
    const operation = operations[name];
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = operationObject(name, operation, schemaOf);
    paths[operation.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Local sandbox",
      version: "1",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: baseUrl }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas,
    },
  };
}

function operationObject(name: string, operation: SandboxOperation, schemaOf: SchemaOf): Json {
  const { body, path, response, source } = operation;
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
    summary: wordsOf(name),
    tags: [path.split("/").find((segment) => !/^(v\d+)?$/.test(segment))],
    "x-source": source,
    parameters: [...pathParameters(operation), ...queryParameters(operation, schemaOf), ...headerParameters(operation)],
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body, "input")) } } : {}),
    responses: {
      ...success,
      default: { description: "Refused", headers, content: json(reference("Error")) },
    },
  };
}

const headers: Json = { "Trace-Id": { schema: { type: "string", format: "uuid" } } };

/** The vendor publishes two shapes of errors; `setErrorShape` chooses. */
const errorDetail: Json = {
  type: "object",
  properties: { details: { type: "string" } },
  required: ["details"],
  additionalProperties: false,
};
const errorItems: Json = { type: "array", items: reference("ErrorDetail") };
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

/** `createPaymentIntent` becomes `Create payment intent`. */
function wordsOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

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

function queryParameters({ query }: SandboxOperation, schemaOf: SchemaOf): Json[] {
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

/**
 * Returns a function that converts schemas to JSON Schema. It adds those that have a name to `named`, and refers to them.
 * Rules without a counterpart, such as check digits, are omitted.
 */
function collectingSchemas(named: Record<string, Json>): SchemaOf {
  return function schemaOf(schema, typeMode) {
    const { $schema, $defs, ...converted } = toJsonSchema(schema, {
      typeMode,
      errorMode: "ignore",
      overrideSchema({ valibotSchema, jsonSchema }) {
        const choices = alternativesOf(valibotSchema);
        if (choices) return { anyOf: choices.map((choice) => schemaOf(choice, typeMode) as JsonSchema) };
        // Older generators ignore `const` and make the type `any`.
        const { const: only, ...others } = jsonSchema;
        return typeof only === "string" ? { ...others, type: "string", enum: [only] } : undefined;
      },
      // A pipe hides the schema that it begins with from the library's `definitions`, but not the name in it.
      overrideAction({ valibotAction, jsonSchema }) {
        if (valibotAction.type !== "title") return undefined;
        const { title = "", ...component } = jsonSchema;
        named[title] = component as Json;
        return reference(title) as JsonSchema;
      },
    });
    return converted as Json;
  };
}
