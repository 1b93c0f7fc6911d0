using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.InstancePools;

/// <summary>Checks an instance pool. An error means that the service would certainly refuse it.</summary>
internal sealed class InstancePoolCheck(CheckReport report)
{
    private const int LongestName = 100;
    private const int LongestIdleMinutes = 10_000;

    /// <summary>The service sets these tags itself.</summary>
    private static readonly string[] TakenTags = ["Vendor", "DatabricksInstancePoolId", "DatabricksInstancePoolCreatorId"];

    public void Check(JObject pool)
    {
        Sizes(pool);
        Limits(pool);
        foreach (var tag in TakenTags.Where(tag => pool.Object("custom_tags")?.Has(tag) == true))
            report.Warning(
                "IPL002",
                pool["custom_tags"]![tag]!,
                $"custom_tags.{tag} is a tag that the service sets itself. Choose another name."
            );
    }

    private void Sizes(JObject pool)
    {
        if (pool.Number("min_idle_instances") is { } min && pool.Number("max_capacity") is { } max && min > max)
            report.Error(
                "IPL001",
                pool["min_idle_instances"]!,
                $"min_idle_instances is {min}, max_capacity is {max}. Raise max_capacity to {min} or lower min_idle_instances."
            );
    }

    private void Limits(JObject pool)
    {
        if (pool.Text("instance_pool_name") is { Length: > LongestName } name)
            report.Error(
                "IPL002",
                pool["instance_pool_name"]!,
                $"the name has {name.Length} letters; the service takes {LongestName}. Shorten it."
            );
        if (pool.Number("min_idle_instances") is < 0)
            report.Error("IPL002", pool["min_idle_instances"]!, "min_idle_instances is negative. Write 0 or more.");
        if (pool.Number("max_capacity") is < 1 and var most)
            report.Error("IPL002", pool["max_capacity"]!, $"max_capacity is {most}. Write 1 or more, or leave it out.");
        if (pool.Number("idle_instance_autotermination_minutes") is (< 0 or > LongestIdleMinutes) and var minutes)
            report.Error(
                "IPL002",
                pool["idle_instance_autotermination_minutes"]!,
                $"idle_instance_autotermination_minutes is {minutes}. Write 0 to {LongestIdleMinutes}."
            );
    }
}
