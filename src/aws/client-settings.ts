/** What every client of every service is made with. */
export type ClientSettings = ReturnType<typeof clientSettings>;

/**
 * `standard` because the SDK's adaptive mode doubles a throttled run's time; the timeouts because a half-open connection
 * would otherwise hang a run for ever. FIPS and dual-stack settings of a profile do not go with an explicit endpoint.
 */
export function clientSettings(endpoint: string, region: string) {
  return {
    endpoint,
    region,
    retryMode: 'standard',
    maxAttempts: 8,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  } as const;
}

/** The SDK warns about Node 20 on stderr with each client; our `engines` say what we support. Before the first client. */
export function silenceNodeVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
