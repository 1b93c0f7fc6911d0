using System.Globalization;
using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Repos API: Git folders of the workspace.</summary>
public sealed class ReposApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/repos";

    private static readonly AnswerShape Folder = new(
        Number("id").Needed,
        Text("path"),
        Text("url"),
        Text("provider"),
        Text("branch"),
        Text("head_commit_id")
    );

    /// <summary>
    /// Those that the caller may manage, read page by page. The service leaves out newer ones, with the Git command line switched on; the
    /// status of a path in <see cref="WorkspaceApi"/> has the id of each.
    /// </summary>
    /// <param name="pathPrefix">How their paths begin; null for all.</param>
    public IAsyncEnumerable<JObject> ListAsync(string? pathPrefix, CancellationToken ct) =>
        workspace.ItemsAsync(
            "repos",
            "id",
            Folder,
            token => WorkspaceRequest.Get(Root, ("path_prefix", pathPrefix), ("next_page_token", token)),
            ct
        );

    /// <summary>On a tag there is no <c>branch</c>.</summary>
    public Task<JObject> GetAsync(long id, CancellationToken ct) => workspace.ReadAsync(WorkspaceRequest.Get(At(id)), Folder, ct);

    /// <summary>
    /// Clones a repository into a folder, on its default branch; the folder above must be there. Not repeated after a failure that leaves
    /// the outcome open: the service would refuse the path that the first has taken.
    /// </summary>
    /// <param name="spec"><c>url</c>, <c>provider</c>, <c>path</c>, <c>sparse_checkout</c>, <c>git_credential_id</c>.</param>
    /// <returns>The folder's id.</returns>
    public Task<long> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.StartAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "id", ct);

    /// <summary>
    /// Checks out a branch or a tag as the remote has it now; the same branch again is a pull. Refused with GIT_CONFLICT where the folder
    /// has changes that are not committed. URL, provider and path stay.
    /// </summary>
    /// <param name="fields"><c>branch</c> or <c>tag</c>, <c>sparse_checkout</c>, <c>git_credential_id</c>.</param>
    public Task UpdateAsync(long id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Patch(At(id), fields), ct);

    /// <summary>
    /// With all that is in it, also what was never committed. After a lost answer it is sent again, and then the folder is missing.
    /// </summary>
    public Task DeleteAsync(long id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(long id) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{id}");
}
