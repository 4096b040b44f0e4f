import type {
  Address,
  BankAccountData,
  CardData,
  CreatePayerRequest,
  CreatePaymentMethodRequest,
} from "@plastiq-connect/core";

/** An address that the sandbox accepts. */
export const ADDRESS: Address = {
  line1: "360 9th St.",
  city: "San Francisco",
  state: "CA",
  postalCode: "94103",
  country: "US",
};

/** A test number of a brand whose CVV has four digits: a CVV of three digits could occur in a trace id by chance. */
export const CARD: CardData = {
  cardHolderName: "Jen Doe",
  accountNumber: "378282246310005",
  cvv: "7391",
  expirationMonth: "01",
  expirationYear: "2049",
  billingAddress: ADDRESS,
};

/** A bank account that the sandbox accepts. */
export const BANK_ACCOUNT: BankAccountData = {
  accountHolderName: "Jane Payer",
  accountNumber: "41541433888",
  routingNumber: "211371120",
  billingAddress: ADDRESS,
};

/** A person with a document. */
export const PERSON: CreatePayerRequest = {
  contact: { firstName: "Jen", lastName: "Doe", email: "jen@example.com" },
  identityDocuments: [{ type: "US_SSN", value: "078051120" }],
};

/** The payment method that is stored by default. */
export const SPEND_INPUT: CreatePaymentMethodRequest = { type: "CARD", data: CARD };

/** The client secret of cases with canned responses. */
export const CANNED_CLIENT_SECRET = "CANNEDCLIENTSECRET5D1E9C2F7A";
