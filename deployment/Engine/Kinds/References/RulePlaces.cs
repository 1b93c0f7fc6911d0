namespace Layercake.Engine.Kinds.References;

/// <summary>What a path field can name, of what Git declares.</summary>
internal static class RulePlaces
{
    /// <summary>The kind of what is installed.</summary>
    public const string Libraries = "libraries";

    /// <summary>What the name stands for.</summary>
    public static DeclaredPlace? Find(this DeclaredPlaces places, PathRule rule, string name) =>
        rule.OrLibrary && places.Find(Libraries, name, PathTarget.File) is { Becomes: PathTarget.File } library
            ? library
            : places.Find(rule.To, name, rule.Wanted);

    /// <summary>What a deployment puts at this place.</summary>
    public static DeclaredPlace? At(this DeclaredPlaces places, PathRule rule, string path, PathTarget wanted) =>
        (rule.OrLibrary ? places.At(Libraries, path, PathTarget.File) : null) ?? places.At(rule.To, path, wanted);

    /// <summary>All that the field can name.</summary>
    public static IEnumerable<string> Names(this DeclaredPlaces places, PathRule rule) =>
        places.Names(rule.To, rule.Wanted).Concat(rule.OrLibrary ? places.Names(Libraries, PathTarget.File) : []);
}
