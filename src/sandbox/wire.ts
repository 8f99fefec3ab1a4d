import type { AwsFault } from './fault.js';
import type { SandboxResponse } from './service.js';
import { xmlDocument } from './xml.js';

/** How a service speaks: form in and XML out, JSON 1.1, EC2's form and XML, or S3's REST with XML. */
export type Protocol = 'query' | 'ec2' | 'json' | 's3';

/** A fault as the clients of the protocol expect it. */
export function faultResponse(fault: AwsFault, protocol: Protocol, requestId: string): SandboxResponse {
  return { status: fault.status, ...bodies[protocol](fault, requestId) };
}

const bodies = { query: queryFault, ec2: ec2Fault, json: jsonFault, s3: s3Fault } as const;

function queryFault(fault: AwsFault, requestId: string): Omit<SandboxResponse, 'status'> {
  const error = {
    Type: fault.status < 500 ? 'Sender' : 'Receiver',
    Code: fault.code,
    Message: fault.message,
    ...fault.details,
  };
  return {
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...fault.headers },
    body: xmlDocument('ErrorResponse', { Error: error, RequestId: requestId }),
  };
}

function ec2Fault(fault: AwsFault, requestId: string): Omit<SandboxResponse, 'status'> {
  const error = { Code: fault.code, Message: fault.message, ...fault.details };
  return {
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId, ...fault.headers },
    body: xmlDocument('Response', { Errors: { Error: error }, RequestID: requestId }),
  };
}

function jsonFault(fault: AwsFault, requestId: string): Omit<SandboxResponse, 'status'> {
  // AWS leaves the message out where it has nothing to say, as for a ciphertext that cannot be decrypted.
  const message = fault.message === '' ? {} : { message: fault.message };
  return {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId, ...fault.headers },
    body: JSON.stringify({ __type: fault.code, ...message, ...fault.details }),
  };
}

function s3Fault(fault: AwsFault, requestId: string): Omit<SandboxResponse, 'status'> {
  const error = { Code: fault.code, Message: fault.message, ...fault.details, RequestId: requestId, HostId: 'sandbox' };
  return {
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...fault.headers },
    body: xmlDocument('Error', error),
  };
}
