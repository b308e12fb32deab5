// A refusal or failure as the server tells it (RFC 9457), or the fact that it could not be reached.
export type FieldError = { field: string; message: string };

export class Problem extends Error {
  readonly status: number;
  readonly detail: string;
  readonly fields: FieldError[];
  readonly requestId: string;

  constructor(status: number, detail: string, fields: FieldError[] = [], requestId = '') {
    super(detail || `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.detail = detail;
    this.fields = fields;
    this.requestId = requestId;
  }

  /** No answer came: the request may or may not have arrived. */
  get offline(): boolean {
    return this.status === 0;
  }
}

type Body = { detail?: unknown; title?: unknown; request_id?: unknown; errors?: unknown };

export function problemOf(status: number, body: unknown, requestId = ''): Problem {
  const from: Body = typeof body === 'object' && body !== null ? body : {};
  const detail = typeof from.detail === 'string' ? from.detail : typeof from.title === 'string' ? from.title : '';
  const fields = Array.isArray(from.errors) ? from.errors.flatMap(fieldOf) : [];
  return new Problem(status, detail, fields, typeof from.request_id === 'string' ? from.request_id : requestId);
}

// The server names a place such as "body.occurred_at" or "body.parties[0].role"; a form knows its field without the first part.
function fieldOf(entry: unknown): FieldError[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { location, message } = entry as { location?: unknown; message?: unknown };
  if (typeof message !== 'string') return [];
  const field = typeof location === 'string' ? location.replace(/^(body|query|path)\.?/, '') : '';
  return [{ field, message }];
}

export function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  // fetch rejects with a TypeError when no connection came about; anything else is our own mistake.
  if (cause instanceof TypeError && /fetch|network|load failed/i.test(cause.message)) return new Problem(0, '');
  return new Problem(-1, cause instanceof Error ? cause.message : String(cause));
}
