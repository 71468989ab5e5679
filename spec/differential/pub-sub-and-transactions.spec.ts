import { describeCases } from './describe-cases.js';
import { pubSubCases } from './cases/pub-sub.js';
import { transactionCases } from './cases/transactions.js';

describeCases('pub/sub and keyspace notifications', pubSubCases);
describeCases('transactions', transactionCases);
