using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>A run that is to be started: of a job, or a one-time run.</summary>
public sealed record RunOrder
{
    /// <summary>The name in messages: a notebook's path below <c>notebooks/</c>, or a job's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The file that declares it, as findings show it; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>Null for a one-time run.</summary>
    public long? JobId { get; init; }

    /// <summary>The request without the job's id and the token.</summary>
    public required JObject Body { get; init; }

    /// <summary>An idempotency token, so that a request sent twice starts only one run.</summary>
    public string Token { get; } = Guid.NewGuid().ToString("N");
}
