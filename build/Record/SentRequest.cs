namespace Build.Record;

/// <summary>One attempt to send a request to the workspace.</summary>
/// <param name="Start">Since the run began.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Attempt">Counted from 1.</param>
internal sealed record SentRequest(TimeSpan Start, TimeSpan Duration, string Method, string Path, int? Status, int Attempt);
