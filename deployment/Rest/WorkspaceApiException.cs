using System.Text.RegularExpressions;

namespace Layercake.Rest;

/// <summary>A call of the workspace that failed: refused by the service, or never answered.</summary>
public sealed partial class WorkspaceApiException(string message, Exception? inner = null) : Exception(message, inner)
{
    public required string Method { get; init; }

    /// <summary>Without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public required int Status { get; init; }

    /// <summary>The service's code, upper case; derived from the HTTP reason where the answer had none, empty without an answer.</summary>
    public string ErrorCode { get; init; } = "";

    public string ServiceMessage { get; init; } = "";

    public string? RequestId { get; init; }

    /// <summary>
    /// The write may or may not have taken effect and must not be sent again before looking; only for <see cref="RepeatSafety.Unsafe"/>.
    /// </summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>The object is not there. A route that is not there is something else.</summary>
    public bool IsMissing =>
        ErrorCode is "RESOURCE_DOES_NOT_EXIST" or "NOT_FOUND"
        || (Status == 404 && ErrorCode != "ENDPOINT_NOT_FOUND")
        || (Status == 400 && ErrorCode == "INVALID_PARAMETER_VALUE" && SaysThatItsSubjectIsMissing);

    public bool IsConflict =>
        Status == 409 || ErrorCode is "RESOURCE_ALREADY_EXISTS" or "ALREADY_EXISTS" or "RESOURCE_CONFLICT" or "ABORTED";

    public bool IsThrottled => Status == 429 || ErrorCode is "REQUEST_LIMIT_EXCEEDED" or "RESOURCE_EXHAUSTED";

    public bool IsInvalidState => ErrorCode is "INVALID_STATE" or "INVALID_STATE_TRANSITION";

    /// <summary>The token was not accepted. The gateway says that with 401, or with 403 and the number 403 as code.</summary>
    public bool IsUnauthenticated => Status == 401 || ErrorCode is "UNAUTHENTICATED" or "403";

    /// <summary>The token was accepted, and its owner may not do this.</summary>
    public bool IsForbidden => (Status == 403 || ErrorCode == "PERMISSION_DENIED") && !IsUnauthenticated;

    public bool IsUnreachable => Status == 0 && !IsNotSignedIn;

    /// <summary>It was not sent, or not let in, because there is no token for it; the message says why.</summary>
    public bool IsNotSignedIn { get; init; }

    /// <summary>Nothing that anybody could correct in Git or in the environment: the service failed, was busy, or did not answer.</summary>
    public bool IsPassing => IsUnreachable || IsThrottled || Status == 408 || Status >= 500;

    // Clusters, jobs and runs answer 400 INVALID_PARAMETER_VALUE for a missing object, and the same for a missing pool or policy
    // that a specification names: only the sentence's subject tells one from the other.
    private bool SaysThatItsSubjectIsMissing =>
        ClusterCall().IsMatch(Path) ? ClusterIsMissing().IsMatch(ServiceMessage)
        : RunCall().IsMatch(Path) ? RunIsMissing().IsMatch(ServiceMessage)
        : JobCall().IsMatch(Path) && JobIsMissing().IsMatch(ServiceMessage);

    [GeneratedRegex(
        "^/api/2\\.[0-9]/(clusters/(get|edit|update|start|restart|delete|permanent-delete|resize|pin|unpin|change-owner|events)"
            + "|libraries/(install|uninstall|cluster-status))$"
    )]
    private static partial Regex ClusterCall();

    [GeneratedRegex("^/api/2\\.[0-9]/jobs/runs/(get|get-output|cancel|delete|repair|export)$")]
    private static partial Regex RunCall();

    [GeneratedRegex("^/api/2\\.[0-9]/jobs/(get|reset|update|delete|run-now)$")]
    private static partial Regex JobCall();

    [GeneratedRegex("^Cluster:? \\S+ does(n't| not) exist")]
    private static partial Regex ClusterIsMissing();

    [GeneratedRegex("^Run:? \\S+( in job:? \\S+)? does(n't| not) exist")]
    private static partial Regex RunIsMissing();

    [GeneratedRegex("^Job:? \\S+ does(n't| not) exist")]
    private static partial Regex JobIsMissing();
}
