using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Repos;

/// <summary>What a Git folder is cloned from and where it stands. There is no network: any branch and tag is taken to be there.</summary>
internal static class RepoSpec
{
    private const string DefaultBranch = "main";
    private const string Repos = "/Repos";

    private static readonly BodyShape Shape = new()
    {
        Texts = ["url", "provider", "path", "branch", "tag"],
        Objects = ["sparse_checkout"],
        ReadOnly = ["id", "head_commit_id", "git_credential_id"],
    };

    /// <summary>What a new folder is, on its default branch.</summary>
    public static JObject Create(ApiRequest request)
    {
        var sent = Shape.Read(request);
        var url = sent.Required("url");
        CommonRules.Require(
            Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0,
            $"url must be an https address without a user: {url}"
        );
        var git = new JObject { ["url"] = url, ["provider"] = GitProvider.Of(sent.Required("provider")) };
        if (sent["sparse_checkout"] is { } patterns)
            git["sparse_checkout"] = patterns;

        return On(git, "branch", DefaultBranch);
    }

    /// <summary>Where a new folder shall be: where it was asked for, or among the caller's.</summary>
    public static string Path(ApiRequest request)
    {
        var name = request.RequiredText("url").TrimEnd('/').Split('/')[^1];
        if (name.EndsWith(".git", StringComparison.Ordinal))
            name = name[..^4];
        var path = WorkspacePath.Of(request.Text("path") ?? $"{Repos}/{request.Caller.UserName}/{name}");
        CommonRules.Require(
            !TreePath.IsWithin(path, Repos) || path.Count(letter => letter == '/') == 3,
            $"A Git folder in {Repos} has a path as {Repos}/folder/name, and not {path}."
        );
        return path;
    }

    /// <summary>The folder after an update, which names a branch or a tag, patterns, or a credential.</summary>
    public static JObject Updated(JObject git, ApiRequest request)
    {
        var sent = Shape.Read(request);
        CommonRules.Require(sent["branch"] is null || sent["tag"] is null, "Only one of branch and tag can be given.");
        CommonRules.Require(
            sent["sparse_checkout"] is null || git["sparse_checkout"] is not null,
            "Sparse checkout cannot be switched on for a Git folder that was made without it."
        );
        var updated = git.Copy();
        if (sent["sparse_checkout"] is { } patterns)
            updated["sparse_checkout"] = patterns;
        foreach (var kind in new[] { "branch", "tag" })
            if (sent.Text(kind) is { } name)
                updated = On(updated, kind, name);

        return updated;
    }

    /// <summary>What answers say of a folder; a tag is never named.</summary>
    public static JObject View(string path, JObject node)
    {
        var view = ((JObject)node[WorkspaceTree.Git]!).Copy();
        view.Remove("tag");
        view["id"] = long.Parse(WorkspaceTree.IdOf(node), CultureInfo.InvariantCulture);
        view["path"] = path;
        return view;
    }

    // The same commit for the same address and name, since nobody pushes.
    private static JObject On(JObject git, string kind, string name)
    {
        var there = git.Copy();
        there.Remove("branch");
        there.Remove("tag");
        there[kind] = name;
        there["head_commit_id"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{git["url"]} {kind} {name}")))[..40];
        return there;
    }
}
