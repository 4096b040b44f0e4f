/** The names of fields with account and card numbers in every request; `value` is the number of an identity document. */
export const SECRET_FIELD: RegExp = /^(?:accountNumber|routingNumber|cvv|value)$/;
