/** A value for which client and sandbox disagree on purpose. */
interface Difference {
  /** The end of the field's path, such as `country`. Missing: any field. */
  readonly field?: RegExp;
  /** Which of the two accepts the value. */
  readonly acceptedBy: "client" | "sandbox";
  readonly why: string;
  matches(value: unknown): boolean;
}

const textWhere =
  (test: (text: string) => boolean) =>
  (value: unknown): boolean =>
    typeof value === "string" && test(value);

/**
 * The deliberate differences between the client's request model and the sandbox's. Everywhere else, the two must agree
 * on every value of every field.
 *
 * The client leaves to the vendor what it cannot know. The sandbox is strict, so that a mistake shows up in a test.
 */
export const differences: readonly Difference[] = [
  {
    acceptedBy: "client",
    why: "The vendor publishes no limits. The sandbox refuses texts over 255 characters (postal codes: 20).",
    matches: textWhere((text) => text.length > 20),
  },
  {
    acceptedBy: "client",
    why: "The client sends a text of white space as it is. The sandbox calls it empty.",
    matches: textWhere((text) => text !== "" && text.trim() === ""),
  },
  {
    field: /email$/,
    acceptedBy: "client",
    why: "What an e-mail address is, the vendor decides.",
    matches: textWhere((text) => !/^\S+@[^\s@]+$/.test(text)),
  },
  {
    field: /phone$/,
    acceptedBy: "client",
    why: "What a phone number is, the vendor decides.",
    matches: textWhere((text) => !/^\+?[\d ().-]{7,20}$/.test(text)),
  },
  {
    field: /country$|countryOfIssuance$/,
    acceptedBy: "client",
    why: "The client has no list of countries. The sandbox knows which codes are assigned.",
    matches: textWhere(() => true),
  },
  {
    field: /data\.(accountNumber|routingNumber|cvv|expirationYear|expirationMonth)$/,
    acceptedBy: "client",
    why: "The client checks digits only. The sandbox also checks lengths, check digits, brands and the expiry.",
    matches: textWhere((text) => /^\d+$/.test(text)),
  },
  {
    field: /^payer$/,
    acceptedBy: "client",
    why: "A client secret implies the payer, so the client lets it be left out. This test calls with an API key.",
    matches: (value) => value === undefined,
  },
  {
    field: /postalCode$/,
    acceptedBy: "sandbox",
    why: "The client checks ZIP codes of the United States. The sandbox checks no form of any postal code.",
    matches: textWhere((text) => text.trim() !== ""),
  },
];
