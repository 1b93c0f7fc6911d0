using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Newtonsoft.Json.Linq;
using Files = System.Collections.Generic.IReadOnlyDictionary<string, byte[]>;

namespace Layercake.Sweeping;

/// <summary>The platform of <c>samples/platform</c>, as it is and as it is after an edit of each kind.</summary>
public static class Platform
{
    /// <summary>A group that workspaces do not have by themselves.</summary>
    public const string Analysts = "analysts";

    private const string Wheel = "libraries/sales_tools-1.0.0-py3-none-any.whl";
    private const string Cluster = "clusters/exploration.json";

    private static readonly string folder = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>What may go although something in it goes with it.</summary>
    public static IReadOnlyList<string> HoldsData { get; } = ["pipelines.orders", "secret-scopes.platform"];

    /// <summary>As it is in Git.</summary>
    public static Files First { get; } =
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("deployment", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes);

    /// <summary>Something changes in each kind, the library has a new version, and there is one more of what is new.</summary>
    public static Files Second { get; } = Changed();

    /// <summary>Without what nothing needs once the jobs are gone.</summary>
    public static Files Less { get; } =
        WithoutLibrary(First)
            .Where(file =>
                file.Key.Split('/')[0] is not ("jobs" or "pipelines" or "queries" or "alerts" or "dashboards" or "warehouses")
                && file.Key != "cluster-policies/pipelines.json"
            )
            .ToDictionary();

    /// <summary>The cluster has no library any more, and Git has none.</summary>
    public static Files WithoutLibraries { get; } = WithoutLibrary(First);

    /// <summary>The library has another version, and <see cref="Analysts"/> may use a job and the scope.</summary>
    public static Files More { get; } = Given();

    /// <summary>The library has a third version, and nobody has got anything.</summary>
    public static Files Later { get; } = WithWheel("1.0.2");

    /// <summary>The environment of that name, as the sample has it.</summary>
    public static DeploymentEnvironment Environment(string name)
    {
        var findings = new List<Finding>();
        var files = new EnvironmentFiles([Path.Combine(folder, "deployment", "environments")]);
        return files.Load(name, new Dictionary<string, string>(), findings)
            ?? throw new InvalidOperationException(string.Join('\n', findings));
    }

    private static Files Changed()
    {
        var files = WithWheel("1.0.1");
        Edit(files, "instance-pools/platform.json", pool => pool["max_capacity"] = 12);
        Edit(files, "cluster-policies/platform.json", policy => policy["definition"]!["num_workers"]!["maxValue"] = 5);
        Edit(files, "warehouses/reporting.json", warehouse => warehouse["auto_stop_mins"] = 20);
        Edit(files, "pipelines/orders.json", pipeline => pipeline["configuration"]!["orders.limit"] = "10");
        Edit(files, "queries/revenue.json", query => query["description"] = "The revenue.");
        Edit(files, "alerts/no-orders.json", alert => alert["schedule"]!["quartz_cron_schedule"] = "0 0 9 * * ?");
        Edit(files, "dashboards/sales.json", dashboard => dashboard["display_name"] = "Sales of the week");
        Edit(files, "jobs/weekly-report.json", job => job["tasks"]![1]!["dashboard_task"]!["dashboard_id"] = "Sales of the week");
        Edit(files, "jobs/daily-sales.json", job => job["max_concurrent_runs"] = 2);
        Edit(files, "secret-scopes/platform.json", scope => scope["acls"]![0]!["permission"] = "WRITE");
        files["init-scripts/tools.sh"] = "echo tools\n"u8.ToArray();
        files["notebooks/sales/load.py"] = "# Databricks notebook source\nprint('loaded')\n"u8.ToArray();
        foreach (var (file, copy, field) in new[]
            {
                ("cluster-policies/pipelines.json", "cluster-policies/more.json", "name"),
                ("warehouses/reporting.json", "warehouses/more.json", "name"),
                ("pipelines/orders.json", "pipelines/more.json", "name"),
            })
        {
            files[copy] = files[file];
            Edit(files, copy, one => one[field] = "more");
        }

        return files;
    }

    private static Dictionary<string, byte[]> Given()
    {
        var files = WithWheel("1.0.1");
        var mayView = new JObject { ["group_name"] = Analysts, ["permission_level"] = "CAN_VIEW" };
        var mayRead = new JObject { ["principal"] = Analysts, ["permission"] = "READ" };
        Edit(files, "jobs/daily-sales.json", job => ((JArray)job["access_control_list"]!).Add(mayView));
        Edit(files, "secret-scopes/platform.json", scope => ((JArray)scope["acls"]!).Add(mayRead));
        return files;
    }

    private static Dictionary<string, byte[]> WithWheel(string version)
    {
        var wheel = $"libraries/sales_tools-{version}-py3-none-any.whl";
        var files = new Dictionary<string, byte[]>(First) { [wheel] = First[Wheel] };
        files.Remove(Wheel);
        Edit(files, Cluster, cluster => cluster["libraries"]![0]!["whl"] = Path.GetFileName(wheel));
        return files;
    }

    private static Dictionary<string, byte[]> WithoutLibrary(Files all)
    {
        var files = new Dictionary<string, byte[]>(all);
        files.Remove(Wheel);
        Edit(files, Cluster, cluster => cluster.Remove("libraries"));
        return files;
    }

    private static void Edit(Dictionary<string, byte[]> files, string file, Action<JObject> edit)
    {
        var document = JObject.Parse(Encoding.UTF8.GetString(files[file]));
        edit(document);
        files[file] = Encoding.UTF8.GetBytes(document.ToString());
    }

    private static string Find(DirectoryInfo at) =>
        Path.Combine(at.FullName, "samples", "platform") is var sample && Directory.Exists(sample) ? sample : Find(at.Parent!);
}
