using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Pruning;

/// <summary>Why an object is not deleted, in the words of the plan. Here are the reasons that more than one policy gives.</summary>
internal static class HoldBackReasons
{
    public const string UnknownKind = "this version does not know its kind; update the tool";

    public static string OutOfReach(string place) =>
        $"it is at {place}, which the environment's settings no longer lead to; remove it by hand";

    public static string ReadRefused(AssetKind kind, ManifestEntry entry, string refusal) =>
        $"its {kind.Noun} {entry.Id} may not be looked at: {refusal} Let the deploying identity see it, or give it up with "
        + $"--target=Forget --asset={entry.Asset}";
}
