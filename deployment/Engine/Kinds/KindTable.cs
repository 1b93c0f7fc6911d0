using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.InitScripts;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Notebooks;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Kinds;

/// <summary>Every kind that the engine knows, in the order in which they are deployed.</summary>
public static class KindTable
{
    /// <summary>The folders of all kinds, in order of deployment.</summary>
    public static IReadOnlyList<string> Names { get; } = ["init-scripts", "clusters", "notebooks", "jobs"];

    public static IReadOnlyList<AssetKind> For(DeploymentEnvironment environment, WorkspaceClient client, TimeProvider clock) =>
        [
            new InitScriptKind(environment.InitScriptsDestination.TrimEnd('/'), Destination(environment.InitScriptsDestination, client)),
            new ClusterKind(new ClustersApi(client), clock),
            new NotebookKind(environment.NotebooksPath.TrimEnd('/'), new WorkspaceApi(client)),
            new JobKind(new JobsApi(client), clock),
        ];

    private static IFileDestination Destination(string path, WorkspaceClient client) =>
        path.StartsWith("dbfs:", StringComparison.Ordinal) ? new DbfsFiles(new DbfsApi(client))
        : path.StartsWith("/Volumes/", StringComparison.Ordinal) ? new VolumeFiles(new FilesApi(client))
        : new WorkspaceFiles(new WorkspaceApi(client));
}
