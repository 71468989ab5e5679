import { describeCases } from './describe-cases.js';
import { connectionCases } from './cases/connection.js';

describeCases('connection, server and ACL', connectionCases);
