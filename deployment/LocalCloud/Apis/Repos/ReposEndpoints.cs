using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Repos;

/// <summary>
/// The Repos API: Git folders in the tree of the workspace. Nothing is cloned: a folder is empty until something is imported into it.
/// </summary>
internal sealed class ReposEndpoints(WorkspaceTree tree) : IEndpoints
{
    private const string Root = "/api/2.0/repos";
    private const string NextPage = "next_page_token";
    private const int PageSize = 20;

    private readonly Lock gate = new();

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, List);
        routes.Get($"{Root}/{{id}}", request => View(Get(request)));
        routes.Patch($"{Root}/{{id}}", Update);
        routes.Delete($"{Root}/{{id}}", Delete);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var git = RepoSpec.Create(request);
        var path = RepoSpec.Path(request);
        tree.KeepHome(request.Caller);
        if (request.Text("path") is null)
            tree.MakeFolders(TreePath.Parent(path));

        tree.MakeGitFolder(path, git);
        return View(KeyValuePair.Create(path, tree.Get(path)));
    }

    /// <summary>Here the token of the answer before is a parameter of its own name.</summary>
    private ApiResponse List(ApiRequest request)
    {
        var prefix = request.Text("path_prefix") is { } wanted ? WorkspacePath.Of(wanted) : "/";
        var found = All().Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var scope = $"repos:{prefix}";
        var offset = PageToken.Offset(request.Text(NextPage), scope);
        var page = new JObject();
        if (offset < found.Count)
            page["repos"] = new JArray(found.Skip(offset).Take(PageSize).Select(entry => RepoSpec.View(entry.Key, entry.Value)));
        if (found.Count - offset > PageSize)
            page[NextPage] = PageToken.Of(offset + PageSize, scope);

        return ApiResponse.Json(page);
    }

    private ApiResponse Update(ApiRequest request)
    {
        lock (gate)
        {
            var (path, node) = Get(request);
            tree.ChangeGit(path, RepoSpec.Updated((JObject)node[WorkspaceTree.Git]!, request));
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var (path, _) = Get(request);
        tree.Delete(path, path, recursive: true, request.Caller);
        return ApiResponse.Empty;
    }

    private KeyValuePair<string, JObject> Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        var found = All().FirstOrDefault(entry => WorkspaceTree.IdOf(entry.Value) == id);
        return found.Key is null ? throw ApiError.Missing($"Repo {id} does not exist.") : found;
    }

    private IEnumerable<KeyValuePair<string, JObject>> All() =>
        tree.Subtree("/").Where(entry => entry.Value.ContainsKey(WorkspaceTree.Git)).OrderBy(entry => entry.Key, StringComparer.Ordinal);

    private static ApiResponse View(KeyValuePair<string, JObject> folder) => ApiResponse.Json(RepoSpec.View(folder.Key, folder.Value));
}
