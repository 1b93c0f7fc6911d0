using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The kinds of virtual machines that clusters are made of.</summary>
internal static partial class NodeTypes
{
    private static readonly (string Name, int GigabytesPerCore, string Category, int[] Cores)[] Series =
    [
        ("Standard_D{0}s_v3", 4, "General Purpose", [4, 8, 16, 32, 64]),
        ("Standard_D{0}ds_v4", 4, "General Purpose", [4, 8, 16, 32, 48, 64]),
        ("Standard_D{0}ds_v5", 4, "General Purpose", [4, 8, 16, 32, 48, 64, 96]),
        ("Standard_D{0}ads_v5", 4, "General Purpose", [4, 8, 16, 32, 48, 64, 96]),
        ("Standard_E{0}s_v3", 8, "Memory Optimized", [4, 8, 16, 32, 48, 64]),
        ("Standard_E{0}ds_v4", 8, "Memory Optimized", [4, 8, 16, 20, 32, 48, 64]),
        ("Standard_E{0}ds_v5", 8, "Memory Optimized", [4, 8, 16, 20, 32, 48, 64, 96]),
        ("Standard_E{0}ads_v5", 8, "Memory Optimized", [4, 8, 16, 20, 32, 48, 64, 96]),
        ("Standard_F{0}s", 2, "Compute Optimized", [4, 8, 16]),
        ("Standard_F{0}s_v2", 2, "Compute Optimized", [4, 8, 16, 32, 64, 72]),
        ("Standard_L{0}s", 8, "Storage Optimized", [4, 8, 16, 32]),
        ("Standard_L{0}s_v2", 8, "Storage Optimized", [8, 16, 32, 64, 80]),
        ("Standard_L{0}s_v3", 8, "Storage Optimized", [8, 16, 32, 48, 64, 80]),
        ("Standard_NC{0}as_T4_v3", 7, "GPU Accelerated", [4, 8, 16, 64]),
    ];

    // The second generation counts sizes, not cores.
    private static readonly (int Size, int Cores, int Gigabytes)[] SecondGeneration =
    [
        (3, 4, 14),
        (4, 8, 28),
        (5, 16, 56),
        (12, 4, 28),
        (13, 8, 56),
        (14, 16, 112),
        (15, 20, 140),
    ];

    private static readonly Dictionary<string, NodeType> known = Catalogue().ToDictionary(type => type.Id, StringComparer.Ordinal);

    /// <summary>In the order of clusters/list-node-types.</summary>
    public static IEnumerable<NodeType> All => known.Values;

    /// <summary>Known, or named as Azure names a versioned size: a new series shall not need a new local cloud.</summary>
    public static bool IsSupported(string id) => known.ContainsKey(id) || VersionedSize().IsMatch(id);

    public static NodeType? Find(string? id) =>
        id is null ? null
        : known.TryGetValue(id, out var type) ? type
        : VersionedSize().Match(id) is { Success: true } match
            ? Sized(id, int.Parse(match.Groups["cores"].Value, CultureInfo.InvariantCulture), 4, "General Purpose")
        : null;

    private static IEnumerable<NodeType> Catalogue() =>
        Series.SelectMany(SizesOf).Concat(SecondGeneration.SelectMany(WithAndWithoutPremiumDisks));

    private static IEnumerable<NodeType> SizesOf((string Name, int GigabytesPerCore, string Category, int[] Cores) series) =>
        series.Cores.Select(cores =>
            Sized(string.Format(CultureInfo.InvariantCulture, series.Name, cores), cores, series.GigabytesPerCore, series.Category)
        );

    private static IEnumerable<NodeType> WithAndWithoutPremiumDisks((int Size, int Cores, int Gigabytes) machine)
    {
        var (size, cores, megabytes) = (machine.Size, machine.Cores, machine.Gigabytes * 1024);
        var category = size < 10 ? "General Purpose" : "Memory Optimized";
        yield return new NodeType($"Standard_DS{size}_v2", cores, megabytes, category);
        yield return new NodeType($"Standard_D{size}_v2", cores, megabytes, category);
    }

    private static NodeType Sized(string id, int cores, int gigabytesPerCore, string category) =>
        new(id, cores, cores * gigabytesPerCore * 1024, category);

    [GeneratedRegex(@"^Standard_[A-Z]+(?<cores>\d{1,3})[a-z0-9-]*(_[A-Za-z0-9]+)*_v\d+$")]
    private static partial Regex VersionedSize();
}

/// <summary>One size of virtual machine.</summary>
internal sealed record NodeType(string Id, int Cores, int MemoryMegabytes, string Category)
{
    private bool HasGpu => Category == "GPU Accelerated";

    public JObject ToJson() =>
        new()
        {
            ["node_type_id"] = Id,
            ["memory_mb"] = MemoryMegabytes,
            ["num_cores"] = (double)Cores,
            ["description"] = Id,
            ["instance_type_id"] = Id,
            ["is_deprecated"] = false,
            ["category"] = Category,
            ["support_ebs_volumes"] = true,
            ["support_cluster_tags"] = true,
            ["num_gpus"] = HasGpu ? Math.Max(1, Cores / 16) : 0,
            ["node_instance_type"] = new JObject
            {
                ["instance_type_id"] = Id,
                ["local_disks"] = 1,
                ["local_disk_size_gb"] = Cores * 37,
                ["local_nvme_disks"] = 0,
            },
            ["is_hidden"] = false,
            ["support_port_forwarding"] = true,
            ["display_order"] = 0,
            ["is_io_cache_enabled"] = !HasGpu,
            ["node_info"] = new JObject { ["available_core_quota"] = 350, ["total_core_quota"] = 350 },
        };
}
