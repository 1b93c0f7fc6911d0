using System.Globalization;
using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Git Credentials API: what the caller signs in to Git providers with. A token is taken and never read.</summary>
public sealed class GitCredentialsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/git-credentials";

    private static readonly AnswerShape Credential = new(Number("credential_id").Needed, Text("git_provider"), Text("git_username"));

    /// <summary>The caller's own.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("credentials", "credential_id", Credential, token => WorkspaceRequest.Get(Root, ("page_token", token)), ct);

    public Task<JObject> GetAsync(long id, CancellationToken ct) => workspace.ReadAsync(WorkspaceRequest.Get(At(id)), Credential, ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: the service would refuse a second one for the provider.
    /// </summary>
    /// <param name="spec"><c>git_provider</c>, <c>git_username</c>, <c>personal_access_token</c>, <c>name</c>, …</param>
    /// <returns>The credential's id.</returns>
    public Task<long> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.StartAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "credential_id", ct);

    /// <summary>Sets the fields that are given, <c>git_provider</c> among them, and leaves the others.</summary>
    public Task UpdateAsync(long id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Patch(At(id), fields), ct);

    /// <summary>After a lost answer it is sent again, and then the credential is missing.</summary>
    public Task DeleteAsync(long id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(long id) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{id}");
}
