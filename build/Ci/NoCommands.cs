namespace Build.Ci;

/// <summary>No CI system: nobody reads commands.</summary>
internal sealed class NoCommands : CiCommands
{
    public override string? Workspace => null;

    public override string? Mask(string text) => null;

    public override string Disarm(string text) => text;

    public override string? Group(string title) => null;

    public override string? EndGroup() => null;

    public override string? Annotate(Annotation annotation) => null;

    public override string? Output(string name, string value) => null;

    public override string? Summary(string file) => null;
}
