import * as v from "valibot";

const alternatives = new WeakMap<object, readonly v.GenericSchema[]>();

/**
 * One of two schemas, picked by a field of the input: the second if the field is there. Unlike a union, it names the
 * field that is wrong.
 */
export function either<First, Second>(
  first: v.GenericSchema<First>,
  field: string,
  second: v.GenericSchema<Second>,
): v.GenericSchema<First | Second> {
  const schema = v.lazy(
    (input): v.GenericSchema<First | Second> =>
      typeof input === "object" && input !== null && field in input ? second : first,
  );
  alternatives.set(schema, [first, second]);
  return schema;
}

/** Returns the two schemas of {@link either}, or undefined for another schema. */
export function alternativesOf(schema: object): readonly v.GenericSchema[] | undefined {
  return alternatives.get(schema);
}
