/** The fields of a type, each of which can be left out or undefined. */
export type Changes<Type> = { readonly [Field in keyof Type]?: Type[Field] | undefined };
