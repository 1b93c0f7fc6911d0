using Layercake.Engine.Planning;

namespace Build.Text;

/// <summary>How it is worded where assets stand to the workspace.</summary>
internal static class ReviewText
{
    public static string Word(AssetStatus status) => status == AssetStatus.Error ? "in error" : status.ToString().ToLowerInvariant();

    public static string Mark(AssetStatus status) =>
        status switch
        {
            AssetStatus.New => "+",
            AssetStatus.Changed => "~",
            AssetStatus.Deleted => "-",
            AssetStatus.Error => "!",
            _ => "=",
        };

    public static Tone Tone(AssetStatus status) =>
        status switch
        {
            AssetStatus.New => Text.Tone.Good,
            AssetStatus.Changed => Text.Tone.Change,
            AssetStatus.Unchanged => Text.Tone.Quiet,
            _ => Text.Tone.Bad,
        };
}
