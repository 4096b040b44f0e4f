/** The file that `plastiq-connect sandbox init` writes. */
export const EXAMPLE_SEED: string = `\
# The records that a local sandbox starts with: plastiq-connect sandbox --seed seed.yaml
#
# Each record has a name, which other records use. Its fields are those of the request that creates it. A name always
# gets the same id; an id of your own goes into the field id. Use test numbers only.

settings:
  vocabulary: guide # or openapi: the status words
  autopilot: false # true: payments move on the sandbox's clock

payers:
  # The payer "local" always exists.
  ada:
    businessName: Moreau Ceramics
    contact: { firstName: Ada, lastName: Moreau, email: ada@example.com }
    identityDocuments:
      - { type: US_EIN, value: "123456789" }

paymentMethods:
  ada-card:
    payer: ada
    type: CARD
    data:
      cardHolderName: Ada Moreau
      accountNumber: "4242424242424242"
      cvv: "123"
      expirationMonth: "12"
      expirationYear: "2099"
      billingAddress: &address { line1: 1 Main St, city: Austin, state: TX, postalCode: "78701", country: US }
  ada-card-that-declines:
    payer: ada
    type: CARD
    data:
      cardHolderName: Ada Moreau
      accountNumber: "4000000000000341"
      cvv: "123"
      expirationMonth: "12"
      expirationYear: "2099"
      billingAddress: *address

recipients:
  beans:
    businessName: Coffee Beans Supply Co.
    categoryId: d7a2beba-0c2c-42de-9690-26f00ba08339
    businessAddress: *address
    contact: { email: bills@example.com }
    receivingMethod: { type: CHECK, line1: 1 Main St, city: Austin, state: TX, postalCode: "78701", country: US }

paymentIntents:
  # It expires five minutes after the start, as always.
  invoice-1042:
    payer: ada
    paymentMethod: ada-card
    recipient: beans
    targetAmount: { value: 100, currency: USD }
  invoice-1041:
    payer: ada
    paymentMethod: ada-card
    recipient: beans
    targetAmount: { value: 25.5, currency: USD }
  invoice-1040:
    payer: ada
    paymentMethod: ada-card
    recipient: beans
    targetAmount: { value: 310, currency: USD }

payments:
  # A payment moves along the vendor's statuses as far as status says.
  sent:
    paymentIntent: invoice-1041
    status: IN_TRANSIT
  in-review:
    paymentIntent: invoice-1040
    documents: [SUPPLIER_INVOICE_OR_PURCHASE_ORDER]

faults: []
#  - { operation: createPayment, kind: status, status: 503, retryAfter: "2" }
`;
