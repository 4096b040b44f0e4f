const { blockNetwork } = require("@plastiq-connect/node");

blockNetwork();
