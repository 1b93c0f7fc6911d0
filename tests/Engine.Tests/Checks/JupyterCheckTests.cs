namespace Layercake.Engine.Tests.Checks;

/// <summary>Jupyter notebooks that the service would refuse, or that hold half a merge, are found without it.</summary>
public sealed class JupyterCheckTests
{
    private const string Again = "Save the notebook again, or take it from an earlier commit.";

    [Theory]
    [InlineData("", 1, 1, "the notebook is empty.")]
    [InlineData("\n \n", 1, 1, "the notebook is empty.")]
    [InlineData("{\"cells\":[],\"metadata\":{", 1, 25, "the notebook ends too early, as after a save or a merge that was cut off.")]
    [InlineData("{\n  \"ä\": 1,\n  'cells': []\n}", 3, 3, "the notebook is no JSON from here on.")]
    [InlineData("{\"nbformat\": 4, \"cells\": []}\n{}", 2, 1, "the notebook is no JSON from here on.")]
    [InlineData("# Databricks notebook source\n", 1, 1, "the notebook is no JSON from here on.")]
    [InlineData("[]", 1, 1, "the notebook is a list, and an object is expected.")]
    [InlineData("{\"cells\": []}", 1, 1, "the notebook has no nbformat.")]
    [InlineData("{\"nbformat\": 3}", 1, 1, "the notebook has no cells, as notebooks have from version 4 of the format on.")]
    [InlineData("{\"nbformat\": \"4\", \"cells\": []}", 1, 14, "nbformat is a text, and a number is expected.")]
    [InlineData("{\"nbformat\": 4,\n \"cells\": {}}", 2, 11, "cells is an object, and a list is expected.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": null}", 1, 42, "metadata is null, and an object is expected.")]
    [InlineData(
        "{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"language_info\": {\"name\": 3}}}",
        1,
        69,
        "metadata.language_info.name is a number, and a text is expected."
    )]
    [InlineData(
        "{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": \"python\"}}",
        1,
        57,
        "metadata.kernelspec is a text, and an object is expected."
    )]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n 1]}", 2, 2, "cells[0] is a number, and an object is expected.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"source\": []}]}", 1, 27, "cells[0] has no cell_type.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", 1, 27, "cells[0] has no source.")]
    [InlineData(
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [true]}]}",
        1,
        60,
        "cells[0].source[0] is true or false, and a text is expected."
    )]
    public void A_broken_notebook_is_an_error_where_it_breaks(string text, int line, int column, string says) =>
        Assert.Equal(
            [$"notebooks/a.ipynb({line},{column}): error NBK004: notebooks.a.ipynb: {says} {Again}"],
            Checked.File("notebooks/a.ipynb", text)
        );

    [Theory]
    [InlineData("""{ "nbformat": 4, "cells": [] }""")]
    [InlineData("\uFEFF{ \"cells\": [], \"nbformat\": 5, \"nbformat_minor\": 5, \"metadata\": {}, \"new\": [[[{}]]] }\r\n")]
    [InlineData("""{ "nbformat": 4, "cells": [{ "cell_type": "code", "source": "print(\"\ud800\")", "outputs": [{ "data": null }] }] }""")]
    public void What_is_a_notebook_by_its_format_is_none(string text) => Assert.Empty(Checked.File("notebooks/a.ipynb", text));

    [Fact]
    public void Outputs_may_be_nested_deeply() =>
        Assert.Empty(
            Checked.File(
                "notebooks/a.ipynb",
                $$"""
                { "nbformat": 4, "cells": [{ "cell_type": "code", "source": [], "outputs": [{ "data": {{new string('[', 900)}}{{new string(
                    ']',
                    900
                )}} }] }] }
                """
            )
        );

    [Fact]
    public void Markers_between_the_lines_are_a_merge_and_no_broken_notebook() =>
        Assert.Equal(
            [Merge(3)],
            Checked.File(
                "notebooks/a.ipynb",
                "{\n  \"nbformat\": 4,\n<<<<<<< HEAD\n  \"cells\": []\n=======\n  \"cells\": [1]\n>>>>>>> theirs\n}\n"
            )
        );

    [Theory]
    [InlineData("code", "\"<<<<<<< local\\n\",\n\"a = 1\\n\"", 2)]
    [InlineData("code", "\"a = 1\\n\",\n\">>>>>>> remote\"", 3)]
    [InlineData("markdown", "\"# A\\n\",\n\"<<<<<<< local\\n\",\n\"=======\\n\",\n\">>>>>>> remote\\n\"", 3)]
    [InlineData("markdown", "\">>>>>>> seven quotes deep\"", 0)]
    [InlineData("markdown", "\"Title\\n\",\"=======\\n\"", 0)]
    public void Markers_that_a_tool_wrote_into_a_cell_are_found(string type, string lines, int line) =>
        Assert.Equal(
            line == 0 ? [] : [Merge(line)],
            Checked.File(
                "notebooks/a.ipynb",
                $$"""
                { "nbformat": 4, "cells": [{ "source": [
                {{lines}}], "cell_type": "{{type}}" }] }
                """
            )
        );

    private static string Merge(int line) =>
        $"notebooks/a.ipynb({line},1): error FIL008: notebooks.a.ipynb: This line is a marker of a merge that was not resolved to its end. "
        + "Keep what is right of both sides, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>.";
}
