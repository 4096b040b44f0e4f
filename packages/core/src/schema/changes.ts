/** The fields of a type, each optional or undefined. */
export type Changes<Type> = { readonly [Field in keyof Type]?: Type[Field] | undefined };
