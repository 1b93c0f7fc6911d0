namespace Layercake.Engine.Declarations.Templates;

/// <summary>A part of a template. Offsets count from the start of its text.</summary>
internal abstract record TemplateNode(int Offset);

/// <summary>Text that is copied.</summary>
internal sealed record LiteralNode(string Text, int Offset) : TemplateNode(Offset);

/// <summary><c>{{ job.x }}</c></summary>
/// <param name="Written">With its braces, for a reference of the service, which is copied.</param>
internal sealed record ValueNode(TemplatePath Path, string Written, int Offset) : TemplateNode(Offset);

/// <summary><c>{{#each job.tasks as |task|}} … {{else}} … {{/each}}</c></summary>
/// <param name="Helper">One of <see cref="TemplateParser.Helpers"/>.</param>
internal sealed record BlockNode(
    string Helper,
    TemplatePath Path,
    IReadOnlyList<string> Names,
    IReadOnlyList<TemplateNode> Then,
    IReadOnlyList<TemplateNode> Else,
    int Offset
) : TemplateNode(Offset);
