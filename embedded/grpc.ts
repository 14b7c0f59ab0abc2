/**
 * Just enough gRPC to ask a starting server whether it is ready, without the SDK: one request, one answer,
 * on Node's own HTTP/2.
 */
import { connect, type IncomingHttpHeaders } from 'node:http2';

/** Calls `/service/Method`. Rejects when there is no server, no answer in time, or a status but OK. */
export function call(
  address: string,
  method: string,
  message: Buffer,
  timeoutMs = 2_000,
): Promise<Buffer> {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, 5);
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}`);
    const finish = (error: Error | undefined, answer = Buffer.alloc(0)): void => {
      session.destroy();
      if (error === undefined) resolve(answer);
      else reject(error);
    };
    session.once('error', finish);
    const stream = session.request({
      ':method': 'POST',
      ':path': method,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    let status = 'no status';
    const takeStatus = (headers: IncomingHttpHeaders): void => {
      const { 'grpc-status': code, 'grpc-message': text = '' } = headers;
      if (typeof code === 'string') status = `${code} ${text.toString()}`.trim();
    };
    stream.setTimeout(timeoutMs, () => finish(new Error(`${method}: no answer`)));
    stream.on('response', takeStatus).on('trailers', takeStatus);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('error', finish);
    stream.once('end', () =>
      status === '0'
        ? finish(undefined, Buffer.concat(chunks).subarray(5))
        : finish(new Error(`${method}: ${status}`)),
    );
    stream.end(frame);
  });
}

/** A field of a message that holds bytes, a text or another message. */
export function field(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

/** A field of a message that holds a whole number >= 0. */
export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? (rest % 128) | 128 : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
}
