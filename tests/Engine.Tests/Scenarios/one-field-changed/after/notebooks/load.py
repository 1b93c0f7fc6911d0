# Databricks notebook source
print('loaded')
