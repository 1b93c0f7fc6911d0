using Layercake.Identity.Tokens;

namespace Layercake.Identity.Workspaces;

/// <summary>What opens a workspace: an Entra token, a personal access token, or a token that the workspace itself gave.</summary>
public interface IWorkspaceCredential
{
    /// <summary>
    /// Who signs in, for logs: <c>client 7b21… of tenant 5d0c…</c>, <c>the personal access token from DATABRICKS_TOKEN</c>.
    /// </summary>
    string Description { get; }

    /// <summary>The bearer token.</summary>
    /// <param name="renew">The last one was refused.</param>
    /// <exception cref="SignInException">There is none, or no other one.</exception>
    ValueTask<string> GetAsync(bool renew, CancellationToken ct);
}

/// <summary>Opens a workspace with an Entra token.</summary>
/// <param name="resource">Databricks in Entra: <see cref="AzureCloud.DatabricksResource"/>.</param>
public sealed class EntraWorkspaceCredential(ITokenSource source, string resource) : IWorkspaceCredential
{
    public string Description => source.Description;

    public async ValueTask<string> GetAsync(bool renew, CancellationToken ct) =>
        (await source.GetAsync(resource, renew, ct).ConfigureAwait(false)).Token;
}

/// <summary>Opens a workspace with a token that a person or an administrator made there.</summary>
/// <param name="source">Where it came from: <c>pat-token in vault https://…</c>.</param>
public sealed class PersonalAccessToken(string token, string source) : IWorkspaceCredential
{
    public string Description => $"the personal access token from {source}";

    public ValueTask<string> GetAsync(bool renew, CancellationToken ct) =>
        renew
            ? throw new SignInException(
                $"The workspace refused {Description}: it expired, was revoked, or belongs to another workspace. Make a new one in "
                    + $"the workspace's settings and put it there."
            )
            : ValueTask.FromResult(token);
}
