using Layercake.Identity.Errors;

namespace Layercake.Identity.ResourceManager;

/// <summary>
/// Azure Resource Manager refused, a deployment failed, or nobody answered; the message has every cause that Azure names, in sentences.
/// </summary>
public sealed class ResourceManagerException(string message, Exception? inner = null) : Exception(message, inner), ITransientFailure
{
    /// <summary>The HTTP status; 0 when there was no answer, 200 when an operation failed after it was accepted.</summary>
    public required int Status { get; init; }

    /// <summary>Azure's outermost code: <c>DeploymentFailed</c>; empty when there was none.</summary>
    public string Code { get; init; } = "";

    /// <summary>The resource is not there. A resource that may not be seen is something else.</summary>
    public bool IsMissing => Status == 404;

    public bool IsTransient => Status == 0 || TransientFailures.IsTransientStatus(Status);
}
