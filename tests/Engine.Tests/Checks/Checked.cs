using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Checks;

/// <summary>What is found wrong with declarations, without any workspace.</summary>
internal static class Checked
{
    private static readonly DeploymentEnvironment Environment = new()
    {
        Name = "test",
        File = "deployment/environments/test.json",
        NotebooksPath = "/Shared/app/notebooks",
        InitScriptsDestination = "/Workspace/Shared/app/init-scripts",
    };

    /// <summary>A job named j with these fields beside its name.</summary>
    public static IReadOnlyList<string> Job(string fields) => File("jobs/j.json", $$"""{ "name": "j", {{fields}} }""");

    /// <summary>A job whose tasks are these.</summary>
    public static IReadOnlyList<string> Tasks(string tasks, string more = "") =>
        Job($"{(more.Length == 0 ? "" : more + ", ")}\"tasks\": [ {tasks} ]");

    /// <summary>A cluster with a size, a version and machines, and these fields too.</summary>
    public static IReadOnlyList<string> Cluster(string fields)
    {
        var sized = fields.Contains("num_workers", StringComparison.Ordinal) || fields.Contains("autoscale", StringComparison.Ordinal);
        var size = sized ? "" : """ "num_workers": 1,""";
        return Bare($$""" "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5",{{size}} {{fields}}""");
    }

    /// <summary>A cluster with no other fields than these.</summary>
    public static IReadOnlyList<string> Bare(string fields) => File("clusters/c.json", $$"""{ "cluster_name": "c", {{fields}} }""");

    public static IReadOnlyList<string> File(string file, string text)
    {
        using var assets = new TempDirectory();
        assets.Write(file, text);
        return Folder(assets);
    }

    public static IReadOnlyList<string> Folder(TempDirectory assets) =>
        [.. DeploymentSession.Read(Environment, new AssetsFolder(assets.FullPath)).Findings.Select(finding => finding.ToString())];
}
