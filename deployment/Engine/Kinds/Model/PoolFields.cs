namespace Layercake.Engine.Kinds.Model;

/// <summary>The settings of a cluster that name instance pools; rules of policies are about them too.</summary>
internal static class PoolFields
{
    /// <summary>The pool of all machines that have none of their own.</summary>
    public const string Pool = "instance_pool_id";

    public const string OfDriver = "driver_instance_pool_id";

    public static IReadOnlyList<string> All { get; } = [Pool, OfDriver];
}
